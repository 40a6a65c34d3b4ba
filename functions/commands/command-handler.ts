import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import type { CommandWork, Due, PositionStore, RunOptions, Summary } from '../../lib/command/command';
import { runCommand } from '../../lib/command/run-command';
import { describeError } from '../../lib/runtime/describe-error';
import { WebhookChoice } from '../../lib/webhook/webhook-choice';
import { type FanOut, giveRest } from './fan-out';
import { openRun, type RunParts } from './open-run';

/** Time kept back for the records under way and the summary. */
const RESERVE_MS = 60_000;

/** Strict: a misspelt wish for a dry run must not become a real one. */
const CommandEvent = v.strictObject({
  dry_run: v.optional(v.boolean(), false),
  limit: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), null),
  older_than_seconds: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0))), null),
  domain: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(255))), null),
  /** For replay-webhooks. */
  webhooks: v.optional(WebhookChoice),
  /** For erase-owner and export-owner. */
  owner: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
  /** The run's name, if whoever asks wants to know it. */
  run_id: v.optional(v.pipe(v.string(), v.regex(/^srun_[0-9A-Z]{26}$/))),
  /** Count what is due, and run nothing. */
  count: v.optional(v.boolean(), false),
  /** A part of a run that somebody watches: from a position, for some seconds. They ask for the next part. */
  part: v.optional(
    v.strictObject({ position: v.nullable(v.string()), seconds: v.pipe(v.number(), v.minValue(1)) }),
  ),
});
type CommandEvent = v.InferOutput<typeof CommandEvent>;

/** What a function of a command answers. `is_cut`: there is more to do, from this position. */
export type CommandAnswer =
  | { due: number | null }
  | (Summary & { position: string | null; is_cut: boolean; note: string | null });

/** A run with errors is a failed invocation, so that it is seen; the summary is its message. */
class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
}

/** `T` is what the command's records are, once it is known. */
export interface CommandParts<T extends Due> extends RunParts {
  positions: PositionStore;
  /** Where large runs go to workers. */
  fanOut?: FanOut;
  work(options: RunOptions): Promise<CommandWork<T>> | CommandWork<T>;
}

/**
 * Wraps a command: reads how it is to run, keeps its deadline, goes on where the last run stopped, keeps a record
 * of the run, and answers the summary. Somebody who watches asks for it part by part and keeps the position.
 */
export function commandHandler<T extends Due>(parts: CommandParts<T>) {
  const { name, log } = parts;
  return async (event: unknown, context: Context): Promise<CommandAnswer> => {
    const wish = v.parse(CommandEvent, event);
    const options = optionsOf(wish, context);
    const work = await parts.work(options);
    const deadline = work.isWhole ? latest(context) : options.deadline;
    if (wish.count) return { due: await work.count() };

    const record = await openRun(parts, wish);
    log.setCorrelationId(record.id);
    const isRegular = !wish.part && !options.dryRun && options.limit === null;
    const after = wish.part ? wish.part.position : await parts.positions.load(name);
    // Whoever asks for something special gets it from this function, and sees it end.
    const fanOut = isRegular && options.olderThan === null ? parts.fanOut : undefined;
    const limit = fanOut?.above ?? options.limit;
    const own = await runCommand(name, work, { ...options, deadline, limit }, after, {
      describe: (error) => describeError(error).message,
      now: Date.now,
      progress: record.progress,
    });
    const isLarge = own.isCut && own.summary.processed === limit;
    const { ran, note } =
      fanOut && isLarge
        ? await giveRest({ ...parts, fanOut }, record, work, own, deadline)
        : { ran: own, note: work.note ?? null };
    const { summary, position, isCut } = ran;
    // A look or a few records at somebody's wish leave the regular runs' position alone.
    if (isRegular) await parts.positions.save(name, position);
    await record.close(summary, wish.part !== undefined && isCut, note);
    log.info('command ended', { ...summary, position, note });
    if (summary.failed > 0 && !wish.part) throw new CommandFailedError(JSON.stringify(summary));
    return { ...summary, position, is_cut: isCut, note };
  };
}

/** Until when a record may be begun, so that it ends before the function does. */
function latest(context: Context): number {
  return Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
}

function optionsOf(wish: CommandEvent, context: Context): RunOptions {
  const { dry_run, limit, older_than_seconds, domain, part, webhooks, owner } = wish;
  return {
    dryRun: dry_run,
    limit,
    ...(domain !== null && { domain }),
    ...(webhooks && { webhooks }),
    ...(owner !== undefined && { owner }),
    deadline: part ? Math.min(latest(context), Date.now() + part.seconds * 1000) : latest(context),
    olderThan: older_than_seconds === null ? null : older_than_seconds * 1000,
  };
}
