import type { Due, Summary } from './command';

/** Some records of a run that a worker takes care of: what a message of the queue says. */
export interface Part<T extends Due = Due> {
  command: string;
  /** The run's id. */
  run: string;
  /** Its own name, sortable by time: a message that comes twice is one part. */
  id: string;
  records: T[];
}

/** What came of a part so far. */
export interface PartRecord {
  run: string;
  id: string;
  summary: Summary;
  /** Ids of the records that are still to be done, where the worker ran out of time. */
  left: string[];
  /** ISO 8601, UTC. */
  updated: string;
}

export interface PartStore {
  find(run: string, id: string): Promise<PartRecord | null>;
  /** Writes how a part stands, unless it is done already. @returns whether it was written */
  put(part: PartRecord): Promise<boolean>;
  /** All parts of a run that a worker has begun. */
  of(run: string): Promise<PartRecord[]>;
  /** Ends a run for all its workers: nothing after this can work either. */
  stop(run: string, at: string): Promise<void>;
  isStopped(run: string): Promise<boolean>;
}

/** Which run of a command has given records to workers last. */
export interface HandOverStore {
  holder(command: string): Promise<string | null>;
  /** Takes the place of the one that was there. @returns whether it still was */
  take(command: string, run: string, before: string | null): Promise<boolean>;
}
