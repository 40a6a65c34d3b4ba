import type { Signal } from './signal';

/** What one record has to tell, and what to do once it has been told. */
export interface Publication {
  /** Names the record in the answer, for instance a stream's sequence number. */
  ref: string;
  signals: Signal[];
  /** Takes the signals out of the record's outbox. Safe to run twice. */
  settle(): Promise<void>;
}

export interface SignalBus {
  /**
   * Puts up to ten signals on the bus.
   * @returns for each whether the bus took it
   * @throws if the call as a whole failed
   */
  put(signals: Signal[]): Promise<boolean[]>;
}

const MAX_ENTRIES = 10;
/** Below the bus's 1 MiB a call, leaving room for names and envelope. */
const MAX_BYTES = 1_000_000;

/**
 * Publishes what records have to tell, in batches, at least once.
 * @returns the refs of records with a signal that did not reach the bus, or whose outbox still stands
 */
export async function publishSignals(publications: Publication[], bus: SignalBus): Promise<Set<string>> {
  const failed = new Set<string>();
  const entries = publications.flatMap(({ ref, signals }) => signals.map((signal) => ({ ref, signal })));
  for (const batch of batches(entries)) {
    const taken = await bus.put(batch.map(({ signal }) => signal)).catch(() => batch.map(() => false));
    batch.forEach(({ ref }, i) => {
      if (!taken[i]) failed.add(ref);
    });
  }
  const told = publications.filter(({ ref }) => !failed.has(ref));
  const settled = await Promise.allSettled(told.map((publication) => publication.settle()));
  settled.forEach((result, i) => {
    const ref = told[i]?.ref;
    if (result.status === 'rejected' && ref) failed.add(ref);
  });
  return failed;
}

function* batches<T extends { signal: Signal }>(entries: T[]): Generator<T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.signal.json);
    if (batch.length === MAX_ENTRIES || (batch.length > 0 && bytes + size > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
