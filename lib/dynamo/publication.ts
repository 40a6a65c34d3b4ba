import * as v from 'valibot';
import { chargeSignal } from '../charge/charge-signal';
import { couponSignal } from '../coupon/coupon-signal';
import { customerSignal } from '../customer/customer-signal';
import { readOutboxEntry } from '../signals/outbox';
import type { Publication } from '../signals/publish-signals';
import type { PendingSignal, Signal } from '../signals/signal';
import { subscriptionSignal } from '../subscription/subscription-signal';
import { pendingReportSignal } from '../webhook/pending-report';
import type { PayloadStore } from '../webhook/ports';
import { webhookSignal } from '../webhook/webhook-signal';
import { chargeCodec } from './charge-store';
import type { Table } from './client';
import { couponCodec } from './coupon-store';
import { fromCustomerItem } from './customer-item';
import { pendingReportCodec } from './pending-report-store';
import { settleOutbox } from './settle-outbox';
import { subscriptionCodec } from './subscription-store';
import { fromWebhookItem, rawTextOf } from './webhook-item';

/** Where signals are composed from, and whether events travel with their raw data. */
export interface PublicationPorts {
  table: Table;
  payloads: Pick<PayloadStore, 'get'>;
  rawDataOnBus: boolean;
}

const Publishable = v.object({
  pk: v.string(),
  sk: v.string(),
  kind: v.picklist(['customer', 'webhook', 'pending_report', 'charge', 'subscription', 'coupon']),
  version: v.number(),
  created: v.string(),
  outbox: v.optional(v.set(v.string()), new Set<string>()),
  gsi5pk: v.optional(v.string(), ''),
});
type Publishable = v.InferOutput<typeof Publishable>;

/**
 * What a change of the table has to tell: outbox entries that were not there before, and a webhook that is
 * new and not yet parsed (an imported one is parsed). Null for items that never tell anything.
 */
export async function publicationOfChange(
  ref: string,
  change: { before: unknown; after: unknown },
  ports: PublicationPorts,
): Promise<Publication | null> {
  const after = v.safeParse(Publishable, change.after);
  if (!after.success) return null;
  const before = v.safeParse(Publishable, change.before);
  const known = before.success ? before.output.outbox : new Set();
  const entries = [...after.output.outbox].filter((entry) => !known.has(entry));
  const isNew = change.before === undefined && after.output.kind === 'webhook' && awaitsParsing(change.after);
  return compose(ref, change.after, after.output, entries, isNew, ports);
}

/** All that a record still has to tell, for when the stream has forgotten it. */
export async function publicationOfRecord(
  ref: string,
  item: unknown,
  ports: PublicationPorts,
): Promise<Publication | null> {
  const record = v.safeParse(Publishable, item);
  if (!record.success) return null;
  const isUnparsed = record.output.kind === 'webhook' && awaitsParsing(item);
  return compose(ref, item, record.output, [...record.output.outbox], isUnparsed, ports);
}

/** A webhook whose parsing has not ended, neither well nor with an error that waits for a person. */
function awaitsParsing(item: unknown): boolean {
  const webhook = fromWebhookItem(item);
  return !webhook.is_parsed && webhook.parse_error === null;
}

async function compose(
  ref: string,
  item: unknown,
  record: Publishable,
  entries: string[],
  preParse: boolean,
  ports: PublicationPorts,
): Promise<Publication> {
  // An entry that only a newer version of this product knows stays, for that version to tell.
  const known = entries.flatMap((entry) => {
    const signal = readOutboxEntry(entry);
    return signal ? [{ entry, signal }] : [];
  });
  const pending = known.map(({ signal }) => signal);
  if (preParse) {
    pending.unshift({ signal: 'webhook_pre_parse', record_version: 1, occurred_at: record.created });
  }
  return {
    ref,
    signals: await Promise.all(pending.map((signal) => signalOf(signal, item, record, ports))),
    settle: () =>
      settleOutbox(
        record,
        known.map(({ entry }) => entry),
        ports.table,
      ),
  };
}

async function signalOf(
  pending: PendingSignal,
  item: unknown,
  record: Publishable,
  ports: PublicationPorts,
): Promise<Signal> {
  switch (record.kind) {
    case 'customer':
      return customerSignal(pending, fromCustomerItem(item));
    case 'charge':
      return chargeSignal(pending, chargeCodec.fromItem(item));
    case 'pending_report':
      return pendingReportSignal(pending, pendingReportCodec.fromItem(item));
    case 'coupon':
      return couponSignal(pending, couponCodec.fromItem(item));
    case 'subscription':
      return subscriptionSignal(pending, subscriptionCodec.fromItem(item));
    case 'webhook':
      return webhookSignalOf(pending, item, ports);
  }
}

async function webhookSignalOf(
  pending: PendingSignal,
  item: unknown,
  ports: PublicationPorts,
): Promise<Signal> {
  const rawText = ports.rawDataOnBus ? await rawTextOf(item, ports.payloads) : null;
  return webhookSignal(pending, fromWebhookItem(item), rawText);
}
