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
  /** Why it did nothing, or less than there was to do, where that is so. */
  note: v.nullable(v.string()),
  /** Of a large run: parts of it that were given to workers, and those of them that are done. */
  parts: v.nullable(v.object({ sent: v.number(), done: v.number() })),
});
export type RunView = v.InferOutput<typeof RunView>;

/**
 * A run as its function keeps it; what workers do of it, they write down themselves. `updated` tells a run that goes on
 * from one that was killed.
 */
export interface RunRecord extends Omit<RunView, 'status' | 'parts'> {
  status: Exclude<RunView['status'], 'broken_off'>;
  updated: string;
  /** Parts that were given to workers; null where there was no need. */
  parts_sent: number | null;
}

export interface RunStore {
  /** Writes the run as it stands. */
  put(run: RunRecord): Promise<void>;
  find(command: CommandName, id: string): Promise<RunRecord | null>;
  /** Newest first, older than `after`. */
  page(command: CommandName, after: string | null, limit: number): Promise<RunRecord[]>;
}
