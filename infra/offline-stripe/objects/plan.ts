import type { Metadata } from '../params/metadata';
import type { Interval, Price } from './price';

/** A Plan: the older name and look of a recurring price, under the same id. */
export interface Plan {
  id: string;
  object: 'plan';
  active: boolean;
  amount: number;
  amount_decimal: string;
  billing_scheme: 'per_unit';
  created: number;
  currency: string;
  interval: Interval;
  interval_count: number;
  livemode: false;
  metadata: Metadata;
  meter: null;
  nickname: string | null;
  product: string;
  tiers_mode: null;
  transform_usage: null;
  trial_period_days: number | null;
  usage_type: 'licensed';
}

/** The price as a plan; undefined when it does not recur. */
export function asPlan(price: Price): Plan | undefined {
  const { id, active, billing_scheme, created, currency, livemode, metadata, nickname, product } = price;
  if (price.recurring === null) return undefined;
  return {
    id,
    object: 'plan',
    active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme,
    created,
    currency,
    livemode,
    metadata,
    nickname,
    product,
    tiers_mode: null,
    transform_usage: null,
    ...price.recurring,
  };
}
