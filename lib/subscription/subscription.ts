import type { StripeFailure } from '../operation/outcome';
import type { OperatedRecord } from '../operation/record';

/**
 * Where a subscription stands, in Stripe's words. A record that is not created at Stripe yet has none.
 * https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses
 */
export const SUBSCRIPTION_STATUSES = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
] as const;

/** A plan that an owner pays for again and again: recorded first, created at Stripe once. */
export interface Subscription extends OperatedRecord {
  /** `ssub_…`, sortable by time. */
  id: string;
  owner: string;
  /** Our plan, which has the same id at Stripe. */
  plan_id: string;
  /** Our customer that pays, and its Stripe id, from when Stripe is asked. */
  customer_id: string | null;
  stripe_customer_id: string | null;
  /** A coupon's `coupon_id`. */
  coupon: string | null;
  metadata: Record<string, string>;
  /** 0 to 100, up to four decimals. */
  tax_percent: number;
  /** A calendar day, YYYY-MM-DD; from then on the hourly run ends it. */
  end_date: string | null;
  /** As it was recorded; it has no effect of its own. Once an end is requested, Stripe's word counts. */
  at_period_end: boolean;
  /** `sub_…`; null until it is created at Stripe. */
  stripe_subscription_id: string | null;
  /** One of SUBSCRIPTION_STATUSES, or what Stripe may call it one day. */
  status: string | null;
  /** Stripe's: whether it ends, or has ended, with its period. */
  cancel_at_period_end: boolean;
  /** ISO 8601: when its end was requested, at once or for later; null while it just goes on. */
  canceled_at: string | null;
  latest_invoice: LatestInvoice | null;
  /** Why the last request about it came to nothing; null while nothing is wrong. */
  error: StripeFailure | null;
  /** ISO 8601: when its owner was erased, with all personal data in it; null for everybody else. */
  erased_at: string | null;
  stripe_response: Record<string, unknown> | null;
}

/** What was billed last. Amounts in minor units of `currency`. */
export interface LatestInvoice {
  id: string;
  /** Stripe's word: `draft`, `open`, `paid`, `uncollectible`, `void`. */
  status: string | null;
  amount_due: number;
  amount_paid: number;
  currency: string;
}

export function isCreatedAtStripe(subscription: Subscription): boolean {
  return subscription.stripe_subscription_id !== null;
}

/** Whether it is over for good. */
export function hasEnded({ status }: Pick<Subscription, 'status'>): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

const RUNNING = ['active', 'trialing', 'past_due', 'unpaid'];

/** Whether the hourly run ends it once its day has come. */
export function isToBeEnded(subscription: Subscription): boolean {
  const { end_date, canceled_at, status } = subscription;
  return isCreatedAtStripe(subscription) && end_date !== null && canceled_at === null && isRunning(status);
}

function isRunning(status: string | null): boolean {
  return status !== null && RUNNING.includes(status);
}
