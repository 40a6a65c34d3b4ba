import { outboxEntry } from '../signals/outbox';
import type { SignalName } from '../signals/signal';
import { position, shardOf } from './keys';

/**
 * What a write adds to a record so that its signals reach the bus even if the stream forgets it. `mayOwe`: the
 * record may have something unpublished from before, and must stay in the index until that is settled.
 */
export function outboxOf(
  record: { id: string; version: number; updated: string },
  signals: SignalName[],
  mayOwe: boolean,
) {
  const entries = signals.map((signal) =>
    outboxEntry({ signal, record_version: record.version, occurred_at: record.updated }),
  );
  const attributes =
    entries.length > 0 || mayOwe
      ? { gsi5pk: shardOf('unpublished', record.id), gsi5sk: position(record.updated, record.id) }
      : {};
  return { entries, attributes };
}
