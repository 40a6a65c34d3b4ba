import { addSummaries } from './add-summaries';
import type { CommandWork, Due, Summary } from './command';
import type { Part, PartRecord, PartStore } from './part';
import { runCommand } from './run-command';

/** Errors listed of a part; the count goes on. A run of thousands of parts is read in one go. */
const MOST_ERRORS = 10;
/** How often is written how a part stands. */
const PROGRESS_MS = 5_000;

export interface PartPorts {
  parts: PartStore;
  describe(error: unknown): string;
  now(): number;
  /** No further record is begun after it, in milliseconds since the epoch. */
  deadline: number;
}

export type PartOutcome =
  /** Done by this call, which is the one that counts. */
  | { outcome: 'done'; summary: Summary }
  /** Done before, by another worker meanwhile, or its run was stopped. `failed`: what this call saw fail all the same. */
  | { outcome: 'passed-over'; failed: number }
  /** Time ran out; the same message goes on with the rest. */
  | { outcome: 'cut'; left: number };

/**
 * Works on the records of a part, and writes what came of it with one conditional put. The message is kept until that is
 * written: a worker that dies before is followed by one that goes on from what was written last, finds done what was
 * done since, and counts that as skipped.
 * @throws what the stores throw: the part is as it was
 */
export async function workPart<T extends Due>(
  part: Part<T>,
  work: CommandWork<T>,
  ports: PartPorts,
): Promise<PartOutcome> {
  const { command, run, id, records } = part;
  const before = await ports.parts.find(run, id);
  if (before?.left.length === 0 || (await ports.parts.isStopped(run)))
    return { outcome: 'passed-over', failed: 0 };
  const left = new Set(before?.left ?? records.map((each) => each.id));
  const open = records.filter((each) => left.has(each.id));
  let isStopped = false;
  const stands = (summary: Summary): PartRecord => {
    const all = addSummaries(before?.summary ?? null, summary);
    const updated = new Date(ports.now()).toISOString();
    // What a stopped run has not done stays due, and is nobody's part any more.
    const rest = isStopped ? [] : [...left];
    return { run, id, summary: { ...all, errors: all.errors.slice(0, MOST_ERRORS) }, left: rest, updated };
  };
  const keep = keeping(ports, stands, () => left.size > 0 && !isStopped);
  const { summary } = await runCommand(
    command,
    {
      ...work,
      due: () => listed(open),
      // For a command that may not work now, such as while charging is paused: the records stay due.
      ...(work.note !== undefined && { step: async () => 'skipped' as const }),
      stopsRun: (error) => {
        const stops = work.stopsRun(error);
        isStopped ||= stops;
        return stops;
      },
    },
    { dryRun: false, limit: null, olderThan: null, deadline: ports.deadline },
    null,
    {
      ...ports,
      progress: (soFar, done) => {
        left.delete(done);
        keep.now(soFar);
      },
    },
  );
  await keep.done();
  const now = stands(summary);
  const isFirst = await ports.parts.put(now);
  if (isStopped) await ports.parts.stop(run, now.updated);
  if (now.left.length > 0) return { outcome: 'cut', left: now.left.length };
  return isFirst
    ? { outcome: 'done', summary: now.summary }
    : { outcome: 'passed-over', failed: summary.failed };
}

/** Writes now and then how a part stands, for whoever goes on with it. The last word is not said here. */
function keeping(ports: PartPorts, stands: (summary: Summary) => PartRecord, isOpen: () => boolean) {
  let kept = ports.now();
  let keeping: Promise<unknown> = Promise.resolve();
  return {
    now: (summary: Summary): void => {
      if (ports.now() - kept < PROGRESS_MS || !isOpen()) return;
      kept = ports.now();
      const part = stands(summary);
      // What could not be kept is found done, should it come to that.
      keeping = keeping.then(() => ports.parts.put(part)).catch(() => undefined);
    },
    done: async (): Promise<void> => {
      await keeping;
    },
  };
}

async function* listed<T>(records: T[]): AsyncGenerator<T> {
  yield* records;
}
