import type { Signal } from './signal';

/** What one record has to tell, and what to do once it has been told. */
export interface Publication {
  /** Names the record in the answer, for instance a stream's sequence number. */
  ref: string;
  signals: Signal[];
  /** Takes the signals out of the record's outbox. Safe to run twice. */
  settle(): Promise<void>;
}

/** Why something is not on the bus. `lasting`: sending the same again cannot help. */
export interface Failure {
  reason: string;
  lasting: boolean;
}

export interface SignalBus {
  /**
   * Puts up to ten signals on the bus.
   * @returns for each null if the bus took it, else why not
   * @throws if the call as a whole failed
   */
  put(signals: Signal[]): Promise<(Failure | null)[]>;
}

const MAX_ENTRIES = 10;
/** Below the bus's 1 MiB a call, leaving room for names and envelope. */
const MAX_BYTES = 1_000_000;

/**
 * Publishes what records have to tell, in batches, at least once.
 * @returns the failures, by the ref of the record that still has something to tell
 */
export async function publishSignals(
  publications: Publication[],
  bus: SignalBus,
): Promise<Map<string, Failure>> {
  const failures = new Map<string, Failure>();
  const entries = publications.flatMap(({ ref, signals }) => signals.map((signal) => ({ ref, signal })));
  for (const batch of batches(entries)) {
    const results = await putAll(
      batch.map(({ signal }) => signal),
      bus,
    );
    batch.forEach(({ ref }, i) => {
      const failure = results[i];
      if (failure) failures.set(ref, failure);
    });
  }
  const told = publications.filter(({ ref }) => !failures.has(ref));
  await Promise.all(
    told.map((publication) =>
      publication.settle().catch((error: unknown) => failures.set(publication.ref, failureOf(error))),
    ),
  );
  return failures;
}

async function putAll(signals: Signal[], bus: SignalBus): Promise<(Failure | null)[]> {
  try {
    return await bus.put(signals);
  } catch (error) {
    return signals.map(() => failureOf(error));
  }
}

function failureOf(error: unknown): Failure {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
  return { reason, lasting: false };
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
