/** How a command is to run. */
export interface RunOptions {
  /** Look and count, change nothing. */
  dryRun: boolean;
  /** At most so many records; null for all. */
  limit: number | null;
  /** Milliseconds since the epoch: no further record is begun after it. */
  deadline: number;
  /** How long something must be overdue to be taken up, in milliseconds; null for the command's own patience. */
  olderThan: number | null;
}

/** What a run did, as `npm run command` prints it. */
export interface Summary {
  command: string;
  processed: number;
  changed: number;
  skipped: number;
  failed: number;
  errors: { id: string; message: string }[];
  duration_ms: number;
}

/** What came of one record: under `dryRun`, what would have. */
export type Step = 'changed' | 'skipped';

/** A record that is due, and where it stands, so that a later run can go on after it. */
export interface Due {
  id: string;
  position: string;
}

/** Where a run that ran out of time stopped; the next one goes on from there. */
export interface PositionStore {
  load(command: string): Promise<string | null>;
  save(command: string, position: string | null): Promise<void>;
}
