import { addSummaries } from './add-summaries';
import type { PartStore } from './part';
import type { RunRecord, RunView } from './run-record';

/** No function runs longer than Lambda's fifteen minutes. */
const LONGEST_MS = 16 * 60_000;
/** A part of a worker that was killed is given to another one within minutes; after an hour nobody has it. */
const QUIET_MS = 3600_000;

/** A run as it stands: what its function says, and what came of the parts that workers do. */
export async function showRun(
  { updated, parts_sent, ...run }: RunRecord,
  parts: Pick<PartStore, 'of' | 'isStopped'>,
  now: number,
): Promise<RunView> {
  const begun = parts_sent === null ? [] : await parts.of(run.id);
  const isStopped = begun.length > 0 && (await parts.isStopped(run.id));
  const done = begun.filter(({ left }) => left.length === 0).length;
  const sent = Math.max(parts_sent ?? 0, begun.length);
  const heard = [updated, ...begun.map((part) => part.updated)].reduce((a, b) => (a > b ? a : b));
  const added = begun.reduce((sum, part) => addSummaries(sum, part.summary), run.summary);
  // Workers work side by side: what counts is how long it took, not how long they all took together.
  const summary =
    added && parts_sent !== null ? { ...added, duration_ms: between(run.started, heard) } : added;

  const isWorking = run.status === 'running';
  const isOpen = isWorking || (done < sent && !isStopped);
  const isQuiet = now - Date.parse(heard) > (isWorking ? LONGEST_MS : QUIET_MS);
  const isFailed = run.status === 'failed' || (summary?.failed ?? 0) > 0;
  const ended = isFailed ? 'failed' : 'succeeded';
  return {
    ...run,
    status: isOpen ? (isQuiet ? 'broken_off' : 'running') : ended,
    ended: isOpen ? null : parts_sent === null ? run.ended : heard,
    summary,
    parts: parts_sent === null ? null : { sent, done },
  };
}

function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
