import type { Due, RunOptions, Step } from '../command/command';
import { type Publication, publishSignals, type SignalBus } from './publish-signals';

/** The records whose signals are overdue, found by an index that does not forget as the stream does. */
export interface SweepStore<T extends Due> {
  overdue(after: string | null, now: number, olderThan: number | null): AsyncIterable<T>;
  /** What the record still has to tell; null if nothing, or if it was told again only just. */
  publication(due: T, now: number): Promise<Publication | null>;
  /** Keeps the next sweeps from repeating it while it is under way, where it stays overdue until then. */
  markRedriven(due: T, now: number): Promise<void>;
}

/**
 * Publishes what the stream has lost. The signal's id is that of the first attempt, so a consumer who did
 * get it recognises the copy.
 */
export async function sweepRecord<T extends Due>(
  due: T,
  options: RunOptions,
  ports: { store: SweepStore<T>; bus: SignalBus; now(): number },
): Promise<Step> {
  const publication = await ports.store.publication(due, ports.now());
  if (!publication) return 'skipped';
  if (options.dryRun) return publication.signals.length > 0 ? 'changed' : 'skipped';
  const [failure] = (await publishSignals([publication], ports.bus)).values();
  if (failure) throw new Error(`The bus did not take its signals: ${failure.reason}`);
  if (publication.signals.length === 0) return 'skipped';
  await ports.store.markRedriven(due, ports.now());
  return 'changed';
}
