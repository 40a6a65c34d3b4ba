import type { Operation } from '../operation/operation';
import { withOperationEnded } from '../operation/record';
import { withoutPersonalData } from './erase-subscription';
import type { StripeSubscription } from './stripe-subscription';
import { hasEnded, isCreatedAtStripe, type Subscription } from './subscription';

/**
 * The subscription after Stripe's state has been taken over. Ends the operation that it is in where that state
 * shows what the operation was for.
 */
export function adoptSubscription(subscription: Subscription, stripe: StripeSubscription): Subscription {
  const known = withStripeState(subscription, stripe);
  const { operation } = subscription;
  if (!operation || !isAchieved(operation, known)) return known;
  return settled(withOperationEnded(known), operation);
}

export function withStripeState(subscription: Subscription, stripe: StripeSubscription): Subscription {
  const next: Subscription = {
    ...subscription,
    stripe_subscription_id: stripe.id,
    status: stripe.status,
    cancel_at_period_end: stripe.cancel_at_period_end,
    canceled_at: stripe.canceled_at === null ? null : new Date(stripe.canceled_at * 1000).toISOString(),
    latest_invoice: stripe.latest_invoice,
    stripe_response: stripe.raw,
  };
  return subscription.erased_at === null ? next : withoutPersonalData(next);
}

/** Whether what the operation was for is so now, whoever brought it about. */
export function isAchieved(operation: Operation, subscription: Subscription): boolean {
  switch (operation.kind) {
    case 'create_subscription':
      return isCreatedAtStripe(subscription);
    case 'cancel_subscription':
      return hasEnded(subscription) || (isForPeriodEnd(operation) && subscription.cancel_at_period_end);
    case 'undo_cancellation':
      return !hasEnded(subscription) && subscription.canceled_at === null;
    default:
      return false;
  }
}

function isForPeriodEnd({ input }: Operation): boolean {
  return input['at_period_end'] === true;
}

/** The record once its operation has brought about what it was for. */
export function settled(subscription: Subscription, operation: Operation): Subscription {
  if (operation.kind !== 'undo_cancellation') return { ...subscription, error: null };
  const { end_date: endDate } = operation.input;
  return {
    ...subscription,
    at_period_end: false,
    end_date: typeof endDate === 'string' ? endDate : null,
    error: null,
  };
}
