import * as v from 'valibot';
import { Amount, FailureView, Metadata, NullableText, Text, Timestamp } from '../operation/view';
import { isCreatedAtStripe, type Subscription } from './subscription';

/** A subscription as the API and the signals show it. */
export const SubscriptionView = v.object({
  id: Text,
  user: Text,
  /** Our id of the plan. */
  plan: Text,
  /** Our id of the customer that pays; null until it is created at Stripe. */
  customer: NullableText,
  /** The coupon's `coupon_id`. */
  coupon: NullableText,
  stripe_subscription_id: NullableText,
  /** Stripe's word; null until it is created there. */
  status: NullableText,
  metadata: Metadata,
  tax_percent: v.number(),
  end_date: v.nullable(v.pipe(v.string(), v.isoDate())),
  /** When its end was requested. */
  canceled_at: v.nullable(Timestamp),
  at_period_end: v.boolean(),
  is_created_at_stripe: v.boolean(),
  latest_invoice: v.nullable(
    v.object({
      id: Text,
      status: NullableText,
      amount_due: Amount,
      amount_paid: Amount,
      currency: Text,
    }),
  ),
  /** Why the last request about it came to nothing. */
  error: v.nullable(FailureView),
  created: Timestamp,
  updated: Timestamp,
});
export type SubscriptionView = v.InferOutput<typeof SubscriptionView>;

export function presentSubscription(subscription: Subscription): SubscriptionView {
  const isCreated = isCreatedAtStripe(subscription);
  return {
    id: subscription.id,
    user: subscription.owner,
    plan: subscription.plan_id,
    customer: isCreated ? subscription.customer_id : null,
    coupon: subscription.coupon,
    stripe_subscription_id: subscription.stripe_subscription_id,
    status: subscription.status,
    metadata: subscription.metadata,
    tax_percent: subscription.tax_percent,
    end_date: subscription.end_date,
    canceled_at: subscription.canceled_at,
    at_period_end:
      subscription.canceled_at === null ? subscription.at_period_end : subscription.cancel_at_period_end,
    is_created_at_stripe: isCreated,
    latest_invoice: subscription.latest_invoice,
    error: subscription.error,
    created: subscription.created,
    updated: subscription.updated,
  };
}

/** Whether a reader of the API could see a difference, leaving the time of the last write aside. */
export function looksDifferent(before: Subscription, after: Subscription): boolean {
  const facts = (subscription: Subscription) =>
    JSON.stringify({ ...presentSubscription(subscription), updated: null });
  return facts(before) !== facts(after);
}
