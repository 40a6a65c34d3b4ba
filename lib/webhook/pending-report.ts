import * as v from 'valibot';
import type { OperatedRecord } from '../operation/record';
import { Text, Timestamp } from '../operation/view';
import { type PendingSignal, type Signal, signalDetail, toSignal } from '../signals/signal';

/** That too many events were pending at Stripe, written once for each run that found it. */
export interface PendingReport extends OperatedRecord {
  /** `spnd_…`. */
  id: string;
  count: number;
  threshold: number;
  /** The first hundred event ids. */
  ids: string[];
  domain: string;
  stage: string;
}

export const PendingReportView = v.object({
  id: Text,
  count: v.number(),
  threshold: v.number(),
  ids: v.array(Text),
  domain: Text,
  stage: Text,
  created: Timestamp,
});

const MAX_IDS = 100;

export function newPendingReport(
  pending: string[],
  place: { threshold: number; domain: string; stage: string; livemode: boolean },
  seed: string,
  now: number,
): PendingReport {
  const time = new Date(now).toISOString();
  return {
    id: `spnd_${seed}`,
    ...place,
    count: pending.length,
    ids: pending.slice(0, MAX_IDS),
    created: time,
    updated: time,
    version: 1,
    applied_keys: [],
    operation: null,
  };
}

export function pendingReportSignal(pending: PendingSignal, report: PendingReport): Signal {
  const { id, count, threshold, ids, domain, stage, created } = report;
  return toSignal(
    pending.signal,
    signalDetail(pending, report, { id, count, threshold, ids, domain, stage, created }),
  );
}
