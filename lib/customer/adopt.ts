import { withAppliedKey } from '../operation/applied-keys';
import type { Customer } from './customer';
import { type StripeCustomer, uniqueById } from './stripe-customer';

/**
 * The record after Stripe's state has been taken over. An answer to a write shows sources and the default
 * only, so payment methods known before are kept; a full reading (`complete`) replaces them.
 */
export function adopt(current: Customer, stripe: StripeCustomer, complete: boolean, now: number): Customer {
  // Whatever Stripe still says of somebody who was erased is not taken.
  if (current.erased_at !== null) return { ...current, version: current.version + 1 };
  if (stripe.deleted) return buried(current, stripe.id, now);
  const creation = current.operation?.kind === 'create_customer' ? current.operation : null;
  const known = complete ? [] : current.sources.filter((card) => card.object === 'payment_method');
  return {
    ...current,
    state: 'created',
    // Alive at Stripe: a tombstone made in error comes back, a customer switched off here stays off.
    is_active: current.state === 'created' ? current.is_active : true,
    stripe_customer_id: stripe.id,
    sources: uniqueById([...stripe.cards, ...known]),
    default_source: stripe.default_source,
    livemode: stripe.livemode ?? current.livemode,
    stripe_response: stripe.raw,
    // A customer that exists has been created, whoever noticed it first.
    operation: creation ? null : current.operation,
    applied_keys: creation
      ? withAppliedKey(current.applied_keys, creation.idempotency_key)
      : current.applied_keys,
    updated: new Date(now).toISOString(),
    version: current.version + 1,
  };
}

/** A customer that is gone at Stripe stays as a tombstone: never charged, never brought back by old events. */
export function buried(current: Customer, stripeCustomerId: string, now: number): Customer {
  return {
    ...current,
    state: 'deleted',
    stripe_customer_id: stripeCustomerId,
    is_active: false,
    sources: [],
    default_source: null,
    operation: null,
    updated: new Date(now).toISOString(),
    version: current.version + 1,
  };
}
