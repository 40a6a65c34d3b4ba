import { auditList } from '../../lib/dynamo/audit-store';
import type { Table } from '../../lib/dynamo/client';
import { findTraced, webhooksAbout } from '../../lib/dynamo/traced-record';
import { type TimeLineEntry, timeLine } from '../../lib/history/time-line';

/** Of webhooks, and of requests. */
const MOST = 100;

/** What happened to a record: its own history, the webhooks about it, and what operators asked for; null: there is none. */
export async function readTimeLine(table: Table, id: string): Promise<TimeLineEntry[] | null> {
  const record = await findTraced(table, id);
  if (!record) return null;
  const audit = auditList(table);
  const [webhooks, ...pages] = await Promise.all([
    webhooksAbout(table, record.stripeIds, MOST),
    ...record.names.map((name) => audit.page(name, null, MOST)),
  ]);
  return timeLine({
    record,
    history: record.history,
    webhooks,
    asked: pages.flatMap(({ records }) => records),
    isMore: webhooks.length === MOST || pages.some(({ last }) => last !== null),
  });
}
