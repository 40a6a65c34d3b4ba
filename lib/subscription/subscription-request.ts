import type { FrozenRequest } from '../operation/operation';
import { EXPAND } from './stripe-subscription';
import type { Subscription } from './subscription';

export interface Terms {
  stripeCustomerId: string;
  /** `txr_…`; null where nothing is taxed. */
  taxRate: string | null;
  /** The plan's. Stripe heeds them only if they are sent. */
  trialPeriodDays: number;
}

/** Starts it. If the first payment fails, Stripe keeps nothing of it: half a subscription is nobody's wish. */
export function createSubscriptionRequest(subscription: Subscription, terms: Terms): FrozenRequest {
  const { id, plan_id: plan, coupon, metadata } = subscription;
  const { stripeCustomerId, taxRate, trialPeriodDays } = terms;
  return {
    method: 'POST',
    path: '/v1/subscriptions',
    params: {
      customer: stripeCustomerId,
      items: [{ plan, metadata: { aa_stripe_id: id } }],
      ...(coupon !== null && { discounts: [{ coupon }] }),
      ...(taxRate !== null && { default_tax_rates: [taxRate] }),
      ...(trialPeriodDays > 0 && { trial_period_days: trialPeriodDays }),
      metadata,
      payment_behavior: 'error_if_incomplete',
      off_session: true,
      expand: EXPAND,
    },
  };
}

/** Ends it now, or with the period that is paid for. */
export function cancelRequest(stripeSubscriptionId: string, atPeriodEnd: boolean): FrozenRequest {
  const path = `/v1/subscriptions/${stripeSubscriptionId}`;
  if (atPeriodEnd) return { method: 'POST', path, params: { cancel_at_period_end: true, expand: EXPAND } };
  // What is not a POST takes its parameters in the path.
  const expand = EXPAND.map((field) => `expand[]=${field}`).join('&');
  return { method: 'DELETE', path: `${path}?${expand}`, params: {} };
}

/** Lets it go on. An end at a date, as the Dashboard sets it, is taken back in another way than one at the period's. */
export function undoRequest(stripeSubscriptionId: string, isAtPeriodEnd: boolean): FrozenRequest {
  return {
    method: 'POST',
    path: `/v1/subscriptions/${stripeSubscriptionId}`,
    params: { ...(isAtPeriodEnd ? { cancel_at_period_end: false } : { cancel_at: '' }), expand: EXPAND },
  };
}
