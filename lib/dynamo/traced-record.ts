import type { HistoryEntry } from '../history/history';
import type { Webhook } from '../webhook/webhook';
import { chargeCodec } from './charge-store';
import type { Table } from './client';
import { couponCodec } from './coupon-store';
import { fromCustomerItem } from './customer-item';
import { readRecord } from './due';
import { historyOf } from './history-places';
import { aboutPk, type Key, ownIdPk, recordKey } from './keys';
import { lookUp } from './look-up';
import { newestFirst, recordsOf } from './newest-first';
import { subscriptionCodec } from './subscription-store';
import { fromWebhookItem, WEBHOOK_ATTRIBUTES } from './webhook-item';

type Item = Record<string, unknown>;

/** A record of which something is kept about what happened to it. */
export interface TracedRecord {
  created: string;
  updated: string;
  history: HistoryEntry[];
  /** What requests may call it by. */
  names: string[];
  /** What webhooks about it name. */
  stripeIds: string[];
}

type Found = Omit<TracedRecord, 'history'>;

const isText = (value: string | null): value is string => value !== null;

function chargeIn(item: Item): Found {
  const { id, created, updated, stripe_payment_intent_id, stripe_charge_id } = chargeCodec.fromItem(item);
  return {
    ...{ created, updated, names: [id] },
    stripeIds: [stripe_payment_intent_id, stripe_charge_id].filter(isText),
  };
}

function subscriptionIn(item: Item): Found {
  const { id, created, updated, stripe_subscription_id } = subscriptionCodec.fromItem(item);
  return { created, updated, names: [id], stripeIds: [stripe_subscription_id].filter(isText) };
}

function couponIn(item: Item): Found {
  const { coupon_id, created, updated } = couponCodec.fromItem(item);
  return { created, updated, names: [coupon_id], stripeIds: [coupon_id] };
}

function customerIn(item: Item): Found {
  const { id, created, updated, stripe_customer_id } = fromCustomerItem(item);
  const stripeIds = [stripe_customer_id].filter(isText);
  return { created, updated, names: [id, ...stripeIds], stripeIds };
}

/** A charge, subscription or customer by our id, else a coupon by the id that it has at Stripe. Consistent. */
export async function findTraced(table: Table, id: string): Promise<TracedRecord | null> {
  const read = async (key: Key | null, of: (item: Item) => Found): Promise<TracedRecord | null> => {
    const item = key && (await readRecord(table, key));
    return item ? { ...of(item), history: historyOf(item) } : null;
  };
  const found = id.startsWith('schg_')
    ? await read(recordKey('charge', id), chargeIn)
    : id.startsWith('ssub_')
      ? await read(recordKey('subscription', id), subscriptionIn)
      : id.startsWith('scus_')
        ? await read(await lookUp(table, 'gsi2', ownIdPk(id)), customerIn)
        : null;
  return found ?? read(recordKey('coupon', id), couponIn);
}

/** The newest handled webhooks about these objects at Stripe. */
export async function webhooksAbout(table: Table, stripeIds: string[], most: number): Promise<Webhook[]> {
  const source = { index: 'gsi8' as const, pks: stripeIds.map(aboutPk) };
  const entries = await newestFirst(table, source, null, most);
  const items = entries.length === 0 ? [] : await recordsOf(table, entries, WEBHOOK_ATTRIBUTES);
  return items.map(fromWebhookItem);
}
