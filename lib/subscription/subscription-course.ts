import type { Course } from '../operation/course';
import type { Operation } from '../operation/operation';
import type { StripeFailure } from '../operation/outcome';
import { adoptSubscription, isAchieved, settled, withStripeState } from './adopt-subscription';
import type { StripeSubscriptions, SubscriptionCoursePorts } from './ports';
import { readStripeSubscription, type StripeSubscription } from './stripe-subscription';
import type { Subscription } from './subscription';
import { looksDifferent } from './subscription-view';

/** How far Stripe's clock and ours may differ, and a request may dawdle. */
const SLACK_MS = 5 * 60_000;

/** The course of a subscription's operations: its creation, its end, and taking that back. */
export function subscriptionCourse(
  ports: Pick<SubscriptionCoursePorts, 'subscriptions' | 'stripeSubscriptions'>,
): Course<Subscription, StripeSubscription> {
  const { subscriptions, stripeSubscriptions } = ports;
  return {
    home: subscriptions,
    read: readStripeSubscription,
    stripeIdOf: (subscription, answer) => answer?.id ?? subscription.stripe_subscription_id,
    retrieve: (stripeId) => stripeSubscriptions.retrieve(stripeId),
    lookFor: (operation, subscription) => lookFor(operation, subscription, stripeSubscriptions),
    adopt: adoptSubscription,
    complete: (subscription, operation, stripe, _, failure) => {
      const next = withStripeState(subscription, stripe);
      return isAchieved(operation, next)
        ? settled(next, operation)
        : { ...next, error: failure ?? WITHOUT_EFFECT };
    },
    // One that has ended cannot be ended, nor go on: what it is then decides.
    isOutdated: ({ kind }, { type }) => kind !== 'create_subscription' && type === 'invalid_request_error',
    isHarmlessLate: ({ kind }) => kind !== 'create_subscription',
    refused: (subscription, _, error) => ({ ...subscription, error }),
    undecided: (subscription, error) => ({ ...subscription, error }),
    restored: (subscription) => subscription,
    abandoned: (subscription) => ({ ...subscription, error: WITHOUT_EFFECT }),
    signals: (before, after) => (looksDifferent(before, after) ? ['stripe_subscription_updated'] : []),
    looksDifferent,
  };
}

/**
 * Of a creation only what carries our id counts. What was to change something that exists is settled by how it
 * is now: to ask for it once more does no harm.
 */
async function lookFor(
  operation: Operation,
  subscription: Subscription,
  stripe: StripeSubscriptions,
): Promise<StripeSubscription | null> {
  const { id, stripe_customer_id: customerId, stripe_subscription_id: stripeId } = subscription;
  if (operation.kind !== 'create_subscription') return stripeId === null ? null : stripe.retrieve(stripeId);
  const from = Date.parse(operation.first_sent_at) - SLACK_MS;
  const to = Date.parse(operation.last_sent_at) + SLACK_MS;
  return stripe.findOurs(id, customerId ?? '', from, to);
}

const WITHOUT_EFFECT: StripeFailure = {
  type: 'aa_stripe_error',
  code: 'without_effect',
  decline_code: null,
  message: 'Stripe broke off, and shows no trace of the last request. It may be made again.',
};
