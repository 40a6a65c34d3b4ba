import * as v from 'valibot';
import { type CommandName, SummaryView } from './command';

/** One run of a command, as operators see it. */
export const RunView = v.object({
  /** `srun_…`, sortable by time. */
  id: v.string(),
  command: v.string(),
  /** `broken_off`: its function ended without saying so. */
  status: v.picklist(['running', 'succeeded', 'failed', 'broken_off']),
  dry_run: v.boolean(),
  /** ISO 8601, UTC. */
  started: v.string(),
  ended: v.nullable(v.string()),
  /** So far, while it runs. */
  summary: v.nullable(SummaryView),
  /** Why it did nothing, where that is so. */
  note: v.nullable(v.string()),
});
export type RunView = v.InferOutput<typeof RunView>;

/** A run as it is kept. `updated` tells a run that goes on from one that was killed. */
export interface RunRecord extends Omit<RunView, 'status'> {
  status: Exclude<RunView['status'], 'broken_off'>;
  updated: string;
}

/** No function runs longer than Lambda's fifteen minutes. */
const LONGEST_MS = 16 * 60_000;

export function presentRun({ updated, ...run }: RunRecord, now: number): RunView {
  const isBrokenOff = run.status === 'running' && now - Date.parse(updated) > LONGEST_MS;
  return { ...run, status: isBrokenOff ? 'broken_off' : run.status };
}

export interface RunStore {
  /** Writes the run as it stands. */
  put(run: RunRecord): Promise<void>;
  find(command: CommandName, id: string): Promise<RunRecord | null>;
  /** Newest first, older than `after`. */
  page(command: CommandName, after: string | null, limit: number): Promise<RunRecord[]>;
}
