import * as v from 'valibot';
import type { PendingReport } from '../webhook/pending-report';
import type { Table } from './client';
import { recordKey } from './keys';
import { type RecordCodec, recordCodec } from './record-codec';
import { recordStore } from './record-store';

export const pendingReportCodec: RecordCodec<PendingReport> = recordCodec({
  kind: 'pending_report',
  fields: v.object({
    count: v.number(),
    threshold: v.number(),
    ids: v.array(v.string()),
    domain: v.string(),
    stage: v.string(),
  }),
  packed: [],
  key: ({ id }) => recordKey('pending_report', id),
  indexes: () => ({}),
});

/** Writes a report together with what it signals. */
export function reportPending(table: Table, report: PendingReport): Promise<boolean> {
  return recordStore(table, pendingReportCodec).insert(report, ['pending_webhooks_threshold_exceeded']);
}
