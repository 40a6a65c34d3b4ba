import type { Customer } from './customer';

/** Why the owner of a customer cannot be erased yet, with the cure; null if nothing stands against it. */
export function openMatterOf(customer: Customer): string | null {
  const { id, state, stripe_customer_id: stripeId } = customer;
  if (customer.operation !== null || state === 'creating') return `${id} is being worked on: wait`;
  if (state === 'deleted') return null;
  return `${id} is still at Stripe: delete ${stripeId} there, and wait for the webhook`;
}

/** A tombstone that knows nothing but its ids: by them late webhooks find it, and bring nothing back. */
export function eraseCustomer(customer: Customer, now: number): Customer {
  const time = new Date(now).toISOString();
  return {
    ...customer,
    state: 'deleted',
    is_active: false,
    sources: [],
    default_source: null,
    stripe_js_response: {},
    stripe_response: null,
    attached: null,
    erased_at: time,
    updated: time,
    version: customer.version + 1,
  };
}
