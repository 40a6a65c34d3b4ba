import type { Card } from './card';
import type { Customer } from './customer';

/** A customer as the API and the signals show it. */
export interface PresentedCustomer {
  id: string;
  user: string;
  stripe_customer_id: string | null;
  is_active: boolean;
  sources: Card[];
  default_source: string | null;
  default_source_data: Card | null;
  created: string;
  updated: string;
}

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

/** Whether a reader of the API could see a difference, leaving the time of the last write aside. */
export function looksDifferent(before: Customer, after: Customer): boolean {
  const facts = (customer: Customer) => JSON.stringify({ ...presentCustomer(customer), updated: null });
  return facts(before) !== facts(after);
}
