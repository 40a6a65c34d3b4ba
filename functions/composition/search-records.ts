import { chargeList } from '../../lib/dynamo/charge-list';
import { chargeStore } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { couponStore } from '../../lib/dynamo/coupon-store';
import { customerList } from '../../lib/dynamo/customer-list';
import { customerStore } from '../../lib/dynamo/customer-store';
import { findWebhook } from '../../lib/dynamo/find-webhook';
import { planStore } from '../../lib/dynamo/plan-store';
import { subscriptionList } from '../../lib/dynamo/subscription-list';
import { subscriptionStore } from '../../lib/dynamo/subscription-store';
import {
  chargeHit,
  couponHit,
  customerHit,
  planHit,
  type SearchHit,
  subscriptionHit,
  webhookHit,
} from '../../lib/overview/search-hit';

/** Of each kind, of an owner's. */
const MOST = 25;

/**
 * Finds records by any id, ours or Stripe's, and those of an owner; all of it exact. Refunds have no place of their own:
 * their charge is looked for.
 */
export function searchRecords(table: Table): (text: string) => Promise<SearchHit[]> {
  const charges = chargeStore(table);
  const customers = customerStore(table);
  const subscriptions = subscriptionStore(table);
  const plans = planStore(table);
  const coupons = couponStore(table);
  const lists = {
    charges: chargeList(table),
    customers: customerList(table),
    subscriptions: subscriptionList(table),
  };

  /** What an id's prefix says that it is. */
  const byPrefix: Record<string, (id: string) => Promise<SearchHit | null>> = {
    schg: async (id) => hit(await charges.find(id), chargeHit),
    pi: async (id) => hit(await charges.findByStripeId(id), chargeHit),
    ch: async (id) => hit(await charges.findByStripeId(id), chargeHit),
    py: async (id) => hit(await charges.findByStripeId(id), chargeHit),
    scus: async (id) => hit(await customers.findById(id), customerHit),
    cus: async (id) => hit(await customers.findByStripeId(id), customerHit),
    ssub: async (id) => hit(await subscriptions.find(id), subscriptionHit),
    sub: async (id) => hit(await subscriptions.findByStripeId(id), subscriptionHit),
    evt: async (id) => hit(await findWebhook(table, id), webhookHit),
  };
  /** Ids of plans and coupons, and owners, may be anything. */
  const byAnything = (text: string): Promise<SearchHit[]>[] => [
    plans.find(text).then((plan) => (plan ? [planHit(plan)] : [])),
    coupons.find(text).then((coupon) => (coupon ? [couponHit(coupon)] : [])),
    lists.customers.page({ user: text }, null, MOST).then(({ records }) => records.map(customerHit)),
    lists.charges
      .page({ user: text, state: null, sourceType: null, sourceId: null }, null, MOST)
      .then(({ records }) => records.map(chargeHit)),
    lists.subscriptions
      .page({ user: text, status: null }, null, MOST)
      .then(({ records }) => records.map(subscriptionHit)),
  ];

  return async (text) => {
    const prefix = text.split('_')[0] ?? '';
    const find = Object.hasOwn(byPrefix, prefix) ? byPrefix[prefix] : undefined;
    const named = find?.(text).then((found) => (found ? [found] : [])) ?? Promise.resolve([]);
    return (await Promise.all([named, ...byAnything(text)])).flat();
  };
}

function hit<R>(record: R | null, show: (record: R) => SearchHit): SearchHit | null {
  return record && show(record);
}
