import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { addSummaries } from '../../lib/command/add-summaries';
import type {
  CommandName,
  CommandWork,
  Due,
  PositionStore,
  RunOptions,
  Summary,
} from '../../lib/command/command';
import { runCommand } from '../../lib/command/run-command';
import type { RunRecord, RunStore } from '../../lib/command/run-record';
import { describeError } from '../../lib/runtime/describe-error';
import { isoTime } from '../../lib/runtime/time';
import { WebhookChoice } from '../../lib/webhook/webhook-choice';

/** Time kept back for the records under way and the summary. */
const RESERVE_MS = 60_000;
/** How often a run's record is brought up to date. */
const PROGRESS_MS = 5_000;

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
export interface CommandParts<T extends Due> {
  name: CommandName;
  log: Logger;
  positions: PositionStore;
  runs: RunStore;
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
    const { summary, position, isCut } = await runCommand(name, work, { ...options, deadline }, after, {
      describe: (error) => describeError(error).message,
      now: Date.now,
      progress: record.progress,
    });
    // A look or a few records at somebody's wish leave the regular runs' position alone.
    if (isRegular) await parts.positions.save(name, position);
    await record.close(summary, wish.part !== undefined && isCut, work.note ?? null);
    log.info('command ended', { ...summary, position, note: work.note });
    if (summary.failed > 0 && !wish.part) throw new CommandFailedError(JSON.stringify(summary));
    return { ...summary, position, is_cut: isCut, note: work.note ?? null };
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

/** The run's record: begun now, or gone on with where it is a further part of one. */
async function openRun<T extends Due>({ name, runs, log }: CommandParts<T>, wish: CommandEvent) {
  const now = isoTime();
  const id = wish.run_id ?? `srun_${ulid()}`;
  const before = wish.run_id ? await runs.find(name, id) : null;
  const run: RunRecord = {
    id,
    command: name,
    status: 'running',
    dry_run: wish.dry_run,
    started: before?.started ?? now,
    ended: null,
    updated: now,
    summary: before?.summary ?? null,
    note: null,
  };
  await runs.put(run);
  let told = Date.now();
  let telling: Promise<void> = Promise.resolve();
  return {
    id,
    progress: (summary: Summary) => {
      if (Date.now() - told < PROGRESS_MS) return;
      told = Date.now();
      const next = { ...run, updated: isoTime(), summary: addSummaries(before?.summary ?? null, summary) };
      telling = telling
        .then(() => runs.put(next))
        .catch((error: unknown) => log.warn('progress not kept', { error: describeError(error) }));
    },
    close: async (summary: Summary, goesOn: boolean, note: string | null) => {
      await telling;
      const all = addSummaries(before?.summary ?? null, summary);
      const ended = goesOn ? null : isoTime();
      const status = goesOn ? 'running' : all.failed > 0 ? 'failed' : 'succeeded';
      await runs.put({ ...run, status, ended, updated: isoTime(), summary: all, note });
    },
  };
}
