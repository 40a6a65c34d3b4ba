import { setTimeout as sleep } from 'node:timers/promises';
import { batchFailures } from '../lambda/batch-failures';
import type { Outcome } from '../lambda/execution-environment';
import type { Mapping } from '../lambda/mapping-schema';
import type { StreamRecord } from './stream-record';

export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface LaneOptions {
  mapping: Mapping;
  /** The stream's memory: older records are gone, as if they had never been there. */
  retentionMs: number;
  now(): number;
  invoke(records: StreamRecord[]): Promise<Outcome>;
  discard(records: StreamRecord[], condition: DiscardCondition, invocations: number): void;
}

/** Records that are processed one batch after the other: a shard, or one of its parallel parts. */
export interface Lane {
  readonly size: number;
  push(record: StreamRecord): void;
  /** Forgets what has not been processed, a batch that is being repeated included. */
  expire(): void;
  run(signal: AbortSignal): Promise<void>;
}

interface Batch {
  records: StreamRecord[];
  failures: number;
}

const pollMs = 20;
const longestBackoffMs = 5000;

/**
 * Batches, retries and bisects as Lambda's stream mappings do. A report of failed items starts the next try at the
 * first of them; a batch that fails as a whole is halved if the mapping bisects (which is no retry), else repeated.
 */
export function createLane({ mapping, retentionMs, now, invoke, discard }: LaneOptions): Lane {
  let waiting: StreamRecord[] = [];
  let batches: Batch[] = [];
  const olderThan = (seconds: number) => (record: StreamRecord) => now() - record.seenAt > seconds * 1000;
  const batchSize = mapping.BatchSize ?? 100;
  const windowMs = mapping.MaximumBatchingWindowInSeconds * 1000;
  const reports = mapping.FunctionResponseTypes.length > 0;

  const gather = (): Batch | undefined => {
    const [first] = waiting;
    if (!first || (waiting.length < batchSize && now() - first.seenAt < windowMs)) return undefined;
    return { records: waiting.splice(0, batchSize), failures: 0 };
  };

  const withoutExpired = (batch: Batch): StreamRecord[] => {
    const kept = batch.records.filter((record) => !olderThan(retentionMs / 1000)(record));
    if (mapping.MaximumRecordAgeInSeconds < 0) return kept;
    const isOld = olderThan(mapping.MaximumRecordAgeInSeconds);
    const old = kept.filter(isOld);
    if (old.length > 0) discard(old, 'RecordAgeExceeded', batch.failures);
    return kept.filter((record) => !isOld(record));
  };

  /** What is left to do of a batch after a try. */
  const afterTry = (records: StreamRecord[], failures: number, outcome: Outcome): Batch[] => {
    const identifiers = records.map((record) => record.sequenceNumber);
    const failed = batchFailures(outcome, identifiers, reports);
    if (failed !== 'all' && failed.size === 0) return [];
    const start = failed === 'all' ? 0 : identifiers.findIndex((each) => failed.has(each));
    if (start > 0) return [{ records: records.slice(start), failures: 0 }];
    if (mapping.BisectBatchOnFunctionError && records.length > 1) {
      const half = Math.ceil(records.length / 2);
      return [records.slice(0, half), records.slice(half)].map((part) => ({ records: part, failures: 0 }));
    }
    const exhausted = mapping.MaximumRetryAttempts >= 0 && failures >= mapping.MaximumRetryAttempts;
    if (!exhausted) return [{ records, failures: failures + 1 }];
    discard(records, 'RetryAttemptsExhausted', failures + 1);
    return [];
  };

  return {
    get size() {
      return waiting.length;
    },
    push: (record) => void waiting.push(record),
    expire() {
      waiting = [];
      batches = [];
    },
    async run(signal) {
      while (!signal.aborted) {
        const batch = batches.shift() ?? gather();
        const records = batch ? withoutExpired(batch) : [];
        if (!batch || records.length === 0) {
          if (!batch) await sleep(pollMs);
          continue;
        }
        if (batch.failures > 0) await sleep(Math.min(longestBackoffMs, 100 * 2 ** batch.failures));
        // Marks the try, so that records that expire during it are not repeated after it.
        const remaining = batches;
        const left = afterTry(records, batch.failures, await invoke(records));
        if (batches === remaining) batches = [...left, ...remaining];
      }
    },
  };
}
