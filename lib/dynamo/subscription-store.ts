import * as v from 'valibot';
import type { SubscriptionStore } from '../subscription/ports';
import { isToBeEnded, type Subscription } from '../subscription/subscription';
import type { Table } from './client';
import { FailureItem } from './failure-item';
import { dueList, ownersPk, position, recordKey, shardOf, stateList, stripeIdPk } from './keys';
import { Json } from './operation-item';
import { type IndexKeys, orNull, type RecordCodec, recordCodec } from './record-codec';
import { recordStore } from './record-store';

const Invoice = v.object({
  id: v.string(),
  status: v.nullable(v.string()),
  amount_due: v.number(),
  amount_paid: v.number(),
  currency: v.string(),
});

export const subscriptionCodec: RecordCodec<Subscription> = recordCodec({
  kind: 'subscription',
  fields: v.object({
    owner: v.string(),
    plan_id: v.string(),
    customer_id: orNull(v.string()),
    stripe_customer_id: orNull(v.string()),
    coupon: orNull(v.string()),
    metadata: v.record(v.string(), v.string()),
    tax_percent: v.number(),
    end_date: orNull(v.string()),
    at_period_end: v.boolean(),
    stripe_subscription_id: orNull(v.string()),
    status: orNull(v.string()),
    cancel_at_period_end: v.boolean(),
    canceled_at: orNull(v.string()),
    latest_invoice: orNull(Invoice),
    error: orNull(FailureItem),
    erased_at: orNull(v.string()),
    stripe_response: orNull(Json),
  }),
  packed: ['stripe_response'],
  key: ({ id }) => recordKey('subscription', id),
  indexes: (subscription) => indexesOf(subscription),
  trace: ({ status, error }) => ({ state: status ?? 'recorded', error, by: null }),
});

function indexesOf(subscription: Subscription): IndexKeys {
  const { id, owner, status, created, end_date: endDate, stripe_subscription_id: stripeId } = subscription;
  const at = position(created, id);
  return {
    ...(stripeId !== null && { gsi1: [stripeIdPk(stripeId), 'subscription'] }),
    ...(status !== null && { gsi2: [shardOf(stateList('subscription', status), id), at] }),
    gsi4: [shardOf('subscription', id), at],
    ...(endDate !== null &&
      isToBeEnded(subscription) && {
        gsi6: [shardOf(dueList('subscription'), id), position(endDate, id)],
      }),
    gsi7: [ownersPk('subscription', owner), at],
  };
}

export function subscriptionStore(table: Table): SubscriptionStore {
  const store = recordStore(table, subscriptionCodec);
  return {
    ...store,
    find: (id) => store.get(recordKey('subscription', id)),
    findByStripeId: (stripeId) => store.getBy('gsi1', stripeIdPk(stripeId)),
  };
}
