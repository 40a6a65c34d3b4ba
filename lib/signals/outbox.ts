import { type PendingSignal, SIGNALS } from './signal';

/**
 * An entry of a record's outbox: `signal#record_version#occurred_at`. Entries are members of a set, so
 * adding and removing them needs no read.
 */
export function outboxEntry(pending: PendingSignal): string {
  return [pending.signal, pending.record_version, pending.occurred_at].join('#');
}

/** @returns null for what no version of this product has written */
export function readOutboxEntry(entry: string): PendingSignal | null {
  const [name, version, occurredAt] = entry.split('#');
  const signal = SIGNALS.find((known) => known === name);
  if (!signal || !version || !occurredAt) return null;
  return { signal, record_version: Number(version), occurred_at: occurredAt };
}
