import { addSummaries } from './add-summaries';
import type { CommandWork, Due, Summary } from './command';
import type { Part, PartRecord, PartStore } from './part';
import { runCommand } from './run-command';

/** Errors listed of a part; the count goes on. A run of thousands of parts is read in one go. */
const MOST_ERRORS = 10;

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
  /** Done before, or its run was stopped: nothing is to be done, now or later. */
  | { outcome: 'passed-over' }
  /** Time ran out; the same message goes on with the rest. */
  | { outcome: 'cut'; left: number };

/**
 * Works on the records of a part, and writes what came of it with one conditional put. The message is kept until that is
 * written: a worker that dies before is followed by one that finds done what was done, and counts it as skipped.
 * @throws what the stores throw: the part is as it was
 */
export async function workPart<T extends Due>(
  part: Part<T>,
  work: CommandWork<T>,
  ports: PartPorts,
): Promise<PartOutcome> {
  const { command, run, id, records } = part;
  const before = await ports.parts.find(run, id);
  if (before?.left.length === 0 || (await ports.parts.isStopped(run))) return { outcome: 'passed-over' };
  const left = new Set(before?.left ?? records.map((each) => each.id));
  let isStopped = false;
  const open = records.filter((each) => left.has(each.id));
  const worked = work.note === undefined ? { ...work, due: () => listed(open) } : nothing(work, open);
  const { summary } = await runCommand(
    command,
    {
      ...worked,
      step: async (due) => {
        try {
          return await worked.step(due);
        } finally {
          left.delete(due.id);
        }
      },
      stopsRun: (error) => {
        const stops = work.stopsRun(error);
        isStopped ||= stops;
        return stops;
      },
    },
    { dryRun: false, limit: null, olderThan: null, deadline: ports.deadline },
    null,
    ports,
  );
  // What a stopped run has not done stays due, and is nobody's part any more.
  const rest = isStopped ? [] : [...left];
  const all = addSummaries(before?.summary ?? null, summary);
  const errors = all.errors.slice(0, MOST_ERRORS);
  const updated = new Date(ports.now()).toISOString();
  const now: PartRecord = { run, id, summary: { ...all, errors }, left: rest, updated };
  const isFirst = await ports.parts.put(now);
  if (isStopped) await ports.parts.stop(run, updated);
  if (rest.length > 0) return { outcome: 'cut', left: rest.length };
  return isFirst ? { outcome: 'done', summary: now.summary } : { outcome: 'passed-over' };
}

async function* listed<T>(records: T[]): AsyncGenerator<T> {
  yield* records;
}

/** For a command that may not work now, such as while charging is paused: the records stay due. */
function nothing<T extends Due>(work: CommandWork<T>, open: T[]): CommandWork<T> {
  return { ...work, due: () => listed(open), step: async () => 'skipped' };
}
