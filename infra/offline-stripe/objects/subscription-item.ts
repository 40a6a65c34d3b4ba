import type { Metadata } from '../params/metadata';
import { asPlan, type Plan } from './plan';
import type { Price, Recurring } from './price';

/** A price that recurs. */
export type RecurringPrice = Price & { recurring: Recurring };

/** A SubscriptionItem; the period is the item's, no longer the subscription's. */
export interface SubscriptionItem {
  id: string;
  object: 'subscription_item';
  billing_thresholds: null;
  created: number;
  current_period_end: number;
  current_period_start: number;
  current_trial: null;
  discounts: never[];
  metadata: Metadata;
  plan: Plan;
  price: RecurringPrice;
  quantity: number;
  subscription: string;
  tax_rates: never[];
}

export interface Period {
  start: number;
  end: number;
}

type Terms = Pick<SubscriptionItem, 'metadata' | 'price' | 'quantity' | 'subscription'>;

export function makeItem(id: string, created: number, period: Period, terms: Terms): SubscriptionItem {
  return {
    id,
    object: 'subscription_item',
    billing_thresholds: null,
    created,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    plan: planOf(terms.price),
    tax_rates: [],
    ...terms,
  };
}

/** The item at another price. */
export function repriced(item: SubscriptionItem, price: RecurringPrice): SubscriptionItem {
  return { ...item, price, plan: planOf(price) };
}

function planOf(price: RecurringPrice): Plan {
  const plan = asPlan(price);
  if (plan === undefined) throw new Error(`The price ${price.id} does not recur.`);
  return plan;
}
