import * as v from 'valibot';
import { NullableText, Text, Timestamp } from '../operation/view';
import { viewsDiffer } from '../operation/views-differ';
import type { Customer } from './customer';

const CardView = v.object({
  id: Text,
  /** `card`, `source` or `payment_method`. */
  object: Text,
  brand: NullableText,
  last4: NullableText,
  exp_month: v.nullable(v.number()),
  exp_year: v.nullable(v.number()),
});

/** A customer as the API and the signals show it. */
export const CustomerView = v.object({
  id: Text,
  user: Text,
  stripe_customer_id: NullableText,
  is_active: v.boolean(),
  sources: v.array(CardView),
  default_source: NullableText,
  default_source_data: v.nullable(CardView),
  created: Timestamp,
  updated: Timestamp,
});
export type PresentedCustomer = v.InferOutput<typeof CustomerView>;

export function presentCustomer(customer: Customer): PresentedCustomer {
  return {
    id: customer.id,
    user: customer.owner,
    stripe_customer_id: customer.stripe_customer_id,
    is_active: customer.is_active,
    sources: customer.sources,
    default_source: customer.default_source,
    default_source_data: customer.sources.find((card) => card.id === customer.default_source) ?? null,
    created: customer.created,
    updated: customer.updated,
  };
}

export function looksDifferent(before: Customer, after: Customer): boolean {
  return viewsDiffer(presentCustomer(before), presentCustomer(after));
}
