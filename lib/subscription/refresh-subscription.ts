import { refreshRecord } from '../operation/refresh-record';
import { BUSY, NOT_CREATED } from './cancel-subscription';
import type { SubscriptionCoursePorts } from './ports';
import type { Subscription } from './subscription';
import { subscriptionCourse } from './subscription-course';

export type RefreshedSubscription =
  | { outcome: 'not-found' }
  | { outcome: 'wrong-state'; reason: string }
  | { outcome: 'refreshed'; subscription: Subscription }
  /** Stripe does not know it, which it does of those that have ended: another account's key, perhaps. */
  | { outcome: 'refused'; message: string };

/**
 * Takes over what Stripe says of a subscription.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export async function refreshSubscription(
  id: string,
  ports: SubscriptionCoursePorts,
): Promise<RefreshedSubscription> {
  const subscription = await ports.subscriptions.find(id);
  if (!subscription) return { outcome: 'not-found' };
  if (subscription.stripe_subscription_id === null) return { outcome: 'wrong-state', reason: NOT_CREATED };
  const refreshed = await refreshRecord(subscription, subscriptionCourse(ports), ports.time);
  switch (refreshed.outcome) {
    case 'refreshed':
      return { outcome: 'refreshed', subscription: refreshed.record };
    case 'contended':
      return { outcome: 'wrong-state', reason: BUSY };
    case 'unknown-at-stripe':
      return {
        outcome: 'refused',
        message: `Stripe does not know subscription ${subscription.stripe_subscription_id}.`,
      };
  }
}
