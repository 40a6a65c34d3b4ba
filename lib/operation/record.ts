import { withAppliedKey } from './applied-keys';
import type { Operation } from './operation';

/** A record of ours that mirrors an object at Stripe and carries the write to Stripe that it is in. */
export interface OperatedRecord {
  /** Prefixed, ours: `schg_…`, `splan_…`. */
  id: string;
  livemode: boolean;
  /** ISO 8601, UTC. */
  created: string;
  updated: string;
  /** Goes up with every write that may rest on Stripe's state. */
  version: number;
  /** Idempotency keys whose results this record already holds, newest last. */
  applied_keys: string[];
  operation: Operation | null;
}

/** What a new record of any kind begins with. */
export function freshRecord(livemode: boolean, now: number) {
  const time = new Date(now).toISOString();
  return {
    livemode,
    created: time,
    updated: time,
    version: 1,
    applied_keys: [] as string[],
    operation: null,
    stripe_response: null,
  };
}

/** @throws Error if the record is at rest, which no caller may let happen */
export function operationOf(record: OperatedRecord): Operation {
  if (!record.operation) throw new Error(`${record.id} has no operation.`);
  return record.operation;
}

/** The record once its operation has taken effect at Stripe. */
export function withOperationEnded<R extends OperatedRecord>(record: R): R {
  const key = record.operation?.idempotency_key;
  return {
    ...record,
    operation: null,
    applied_keys: key ? withAppliedKey(record.applied_keys, key) : record.applied_keys,
  };
}

/** The record, one version later. */
export function written<R extends OperatedRecord>(record: R, previous: R, now: number): R {
  return { ...record, version: previous.version + 1, updated: new Date(now).toISOString() };
}
