import { dueIn } from '../../functions/composition/command-parts';
import { chargeDue } from '../../lib/charge/charge-due';
import type { CommandWork, RunOptions } from '../../lib/command/command';
import { runCommand } from '../../lib/command/run-command';
import { dueList } from '../../lib/dynamo/keys';
import { positionStore } from '../../lib/dynamo/position-store';
import { chargeScene } from '../fixtures/charge-scene';
import { type World, world } from '../fixtures/world';
import { type MemoryDynamoDb, startMemoryDynamoDb } from '../memory-dynamodb/start';

const RECORDS = 200;
const AT_ONCE = 10;
const A_RUN = 25;

describe('charge-stripe, cut short again and again', () => {
  let memory: MemoryDynamoDb;
  let w: World;
  beforeAll(async () => {
    memory = await startMemoryDynamoDb();
    process.env['TEST_DYNAMODB_URL'] = memory.url;
    w = await world();
    await w.control('delivery', { paused: true });
  });
  afterAll(async () => {
    await w.close();
    await memory.close();
  });

  const { customer, record } = chargeScene(() => w);
  const positions = () => positionStore(w.table);
  /** One run whose time is up after so many records, as the command's handler runs it; how many it looked at. */
  const run = async () => {
    let begun = 0;
    const options: RunOptions = { dryRun: false, limit: null, deadline: A_RUN, olderThan: null };
    const work: CommandWork = {
      ...dueIn(w.table, [{ index: 'gsi6', list: dueList('charge'), until: '9' }]),
      step: ({ id }) => {
        begun += 1;
        return chargeDue(id, options, w.charges);
      },
      concurrency: AT_ONCE,
      stopsRun: () => false,
    };
    const after = await positions().load('charge-stripe');
    const ran = await runCommand('charge-stripe', work, options, after, {
      describe: String,
      now: () => begun,
    });
    await positions().save('charge-stripe', ran.position);
    return ran.summary.processed;
  };

  it('I11, I3: goes on where it stopped, and each charge is paid once, also with faults', async () => {
    await customer();
    for (let i = 0; i < RECORDS; i += 1) await record({ owner: 'u1' });
    const looked: number[] = [];
    const stops: string[] = [];
    for (let position: string | null = ''; position !== null; ) {
      await w.fault({ method: 'POST', path: '/v1/payment_intents', disconnect: true, when: 'after' });
      await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 429 });
      looked.push(await run());
      position = await positions().load('charge-stripe');
      if (position !== null) stops.push(position);
    }
    expect(looked.length).toBeGreaterThanOrEqual(RECORDS / (A_RUN + AT_ONCE));
    // None began anew: what it stood at only grows, and nothing was looked at twice.
    expect(stops).toEqual([...stops].sort());
    expect(looked.reduce((sum, count) => sum + count, 0)).toBe(RECORDS);

    const paid = new Set<string>();
    for await (const { status, metadata } of w.stripe.paymentIntents.list({ limit: 100 })) {
      expect(status).toBe('succeeded');
      expect(paid).not.toContain(metadata['aa_stripe_id']);
      paid.add(metadata['aa_stripe_id'] ?? '');
    }
    expect(paid.size).toBe(RECORDS);
    expect(await run()).toBe(0);
  });
});
