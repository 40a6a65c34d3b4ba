import type { Logger } from '@aws-lambda-powertools/logger';
import { ulid } from 'ulid';
import { addSummaries } from '../../lib/command/add-summaries';
import type { CommandName, Summary } from '../../lib/command/command';
import type { RunRecord, RunStore } from '../../lib/command/run-record';
import { describeError } from '../../lib/runtime/describe-error';
import { isoTime } from '../../lib/runtime/time';

/** How often a run's record is brought up to date. */
const PROGRESS_MS = 5_000;

export interface RunParts {
  name: CommandName;
  log: Logger;
  runs: RunStore;
}

/** The run's record: begun now, or gone on with where it is a further part of one that somebody watches. */
export async function openRun(
  { name, runs, log }: RunParts,
  wish: { run_id?: string | undefined; dry_run: boolean },
) {
  const now = isoTime();
  const id = wish.run_id ?? `srun_${ulid()}`;
  const before = wish.run_id ? await runs.find(name, id) : null;
  let run: RunRecord = {
    id,
    command: name,
    status: 'running',
    dry_run: wish.dry_run,
    started: before?.started ?? now,
    ended: null,
    updated: now,
    summary: before?.summary ?? null,
    note: null,
    parts_sent: null,
  };
  await runs.put(run);
  let told = Date.now();
  let telling: Promise<void> = Promise.resolve();
  const tell = (change: Partial<RunRecord>) => {
    run = { ...run, ...change, updated: isoTime() };
    if (Date.now() - told < PROGRESS_MS) return;
    told = Date.now();
    const next = run;
    telling = telling
      .then(() => runs.put(next))
      .catch((error: unknown) => log.warn('progress not kept', { error: describeError(error) }));
  };
  const sum = (summary: Summary) => addSummaries(before?.summary ?? null, summary);
  return {
    id,
    progress: (summary: Summary) => tell({ summary: sum(summary) }),
    /** Before anything is given to workers, so that whoever looks knows to look for their parts. */
    handsOver: async (summary: Summary) => {
      await telling;
      run = { ...run, updated: isoTime(), summary: sum(summary), parts_sent: 0 };
      await runs.put(run);
    },
    sent: (parts: number) => tell({ parts_sent: parts }),
    close: async (summary: Summary, goesOn: boolean, note: string | null) => {
      await telling;
      const all = sum(summary);
      const ended = goesOn ? null : isoTime();
      const status = goesOn ? 'running' : all.failed > 0 ? 'failed' : 'succeeded';
      await runs.put({ ...run, status, ended, updated: isoTime(), summary: all, note });
    },
  };
}
