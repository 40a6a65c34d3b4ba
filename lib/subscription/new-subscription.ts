import { freshRecord } from '../operation/record';
import type { Subscription } from './subscription';

/** What whoever records a subscription says of it. */
export type SubscriptionInput = Pick<
  Subscription,
  'owner' | 'plan_id' | 'coupon' | 'metadata' | 'tax_percent' | 'end_date' | 'at_period_end'
>;

/** A subscription that Stripe has not heard of yet. `seed`: a ULID, the same for the same request. */
export function newSubscription(
  input: SubscriptionInput,
  livemode: boolean,
  seed: string,
  now: number,
): Subscription {
  return {
    id: `ssub_${seed}`,
    ...input,
    customer_id: null,
    stripe_customer_id: null,
    stripe_subscription_id: null,
    status: null,
    cancel_at_period_end: false,
    canceled_at: null,
    latest_invoice: null,
    erased_at: null,
    error: null,
    ...freshRecord(livemode, now),
  };
}
