import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../../infra/local/stack/synthesize';
import { startFixture } from '../../infra/local/running-stack';
import { startMemoryDynamoDb } from '../../memory-dynamodb/start';
import { type World, worldOf } from './world';

/** The local stack for a month of chaos, on DynamoDB Local or on a table that is kept in memory. */
export async function startWorld(inMemory: boolean): Promise<{ world: World; end(): Promise<void> }> {
  const assembly = mkdtempSync(join(tmpdir(), 'aa-stripe-chaos-'));
  await synthesize('test/faults/chaos/app.ts', assembly, new AbortController().signal);
  const memory = inMemory ? await startMemoryDynamoDb() : null;
  const stack = await startFixture(assembly, {
    // A message whose worker died is given again after this; six minutes in the template.
    QUEUE_VISIBILITY_SECONDS: '5',
    ...(memory && { DYNAMODB_UPSTREAM: memory.url }),
  });
  return {
    world: worldOf(stack),
    end: async () => {
      await stack.end('SIGTERM');
      await memory?.close();
    },
  };
}
