import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import type { CommandLine } from './command-line';
import type { Target } from './target';

const Summary = v.object({
  command: v.string(),
  processed: v.number(),
  changed: v.number(),
  skipped: v.number(),
  failed: v.number(),
  errors: v.array(v.object({ id: v.string(), message: v.string() })),
  duration_ms: v.number(),
});
export type Summary = v.InferOutput<typeof Summary>;

const FunctionError = v.object({ errorType: v.optional(v.string()), errorMessage: v.string() });

/**
 * Invokes a command's function and waits for its summary; a run with failures carries it in its error.
 * @throws Error if the function ended without a summary
 */
export async function invokeCommand(line: CommandLine, target: Target): Promise<Summary> {
  const client = new LambdaClient({ ...target.client, maxAttempts: 1 });
  const { Payload, FunctionError: failed } = await client.send(
    new InvokeCommand({
      FunctionName: `${target.stack}-${line.name}`,
      Payload: JSON.stringify({
        dry_run: line.dryRun,
        limit: line.limit,
        older_than_seconds: line.olderThan,
      }),
    }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
  if (!failed) return v.parse(Summary, answer);
  const error = v.parse(FunctionError, answer);
  if (error.errorType === 'CommandFailedError') return v.parse(Summary, JSON.parse(error.errorMessage));
  throw new Error(`${line.name} broke off: ${error.errorMessage}`);
}
