import type { OperatedRecord } from '../operation/record';
import { historyPlace } from './history-places';
import type { RecordCodec } from './record-codec';

/** What a write of a record adds to its history. `previous`: null where the record begins. */
export function noted<T extends OperatedRecord>(
  codec: RecordCodec<T>,
  next: T,
  previous: T | null,
  signals: string[],
): Record<string, unknown> {
  const { trace } = codec;
  if (!trace) return {};
  const traced = (record: T) => ({ ...record, ...trace(record) });
  return historyPlace(traced(next), previous && traced(previous), signals);
}
