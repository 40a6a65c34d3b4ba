import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import type { RunOptions, Summary } from '../../lib/command/command';

/** Time kept back for the last record and the summary. */
const RESERVE_MS = 60_000;

/** Strict: a misspelt wish for a dry run must not become a real one. */
const CommandEvent = v.strictObject({
  dry_run: v.optional(v.boolean(), false),
  limit: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), null),
  older_than_seconds: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0))), null),
});

/** A run with errors is a failed invocation, so that it is seen; the summary is its message. */
class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
}

/** Wraps a command: reads `{dry_run, limit, older_than_seconds}`, keeps its deadline, and answers the summary. */
export function commandHandler(log: Logger, run: (options: RunOptions) => Promise<Summary>) {
  return async (event: unknown, context: Context): Promise<Summary> => {
    const { dry_run, limit, older_than_seconds } = v.parse(CommandEvent, event);
    const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
    const olderThan = older_than_seconds === null ? null : older_than_seconds * 1000;
    const summary = await run({ dryRun: dry_run, limit, deadline, olderThan });
    log.info('command ended', { ...summary });
    if (summary.failed > 0) throw new CommandFailedError(JSON.stringify(summary));
    return summary;
  };
}
