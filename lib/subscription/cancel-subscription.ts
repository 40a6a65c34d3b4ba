import { beginOn } from '../operation/begin-on';
import { driveOperation } from '../operation/drive-operation';
import { beginOperation } from '../operation/operation';
import { written } from '../operation/record';
import type { SubscriptionCoursePorts } from './ports';
import { hasEnded, type Subscription } from './subscription';
import { subscriptionCourse } from './subscription-course';
import { cancelRequest } from './subscription-request';

export type Canceled =
  | { outcome: 'not-found' }
  /** Its state does not allow it; nothing was tried. */
  | { outcome: 'wrong-state'; reason: string }
  /** It has ended, or will as it was asked to, also if that was so before. */
  | { outcome: 'canceled'; subscription: Subscription }
  /** Stripe's displayable message. */
  | { outcome: 'refused'; message: string }
  /** Nobody knows yet; `recover-operations` finds out. */
  | { outcome: 'unknown'; subscription: Subscription };

export const BUSY = 'This subscription is being worked on. Try again later.';
export const NOT_CREATED = 'This subscription is not created at Stripe yet.';

/**
 * Ends a subscription: now, or with the period that is paid for. What is to end with its period can still be
 * ended now. One that Stripe has ended before is taken over as it is.
 * @throws StripeDeniedError when Stripe does not accept our key; it goes on as before
 */
export async function cancelSubscription(
  id: string,
  atPeriodEnd: boolean,
  ports: SubscriptionCoursePorts,
): Promise<Canceled> {
  const subscription = await ports.subscriptions.find(id);
  if (!subscription) return { outcome: 'not-found' };
  const { stripe_subscription_id: stripeId } = subscription;
  // Also what ends as asked: it may just be taken back.
  if (subscription.operation !== null) return { outcome: 'wrong-state', reason: BUSY };
  if (endsAsAsked(subscription, atPeriodEnd)) return { outcome: 'canceled', subscription };
  if (stripeId === null) return { outcome: 'wrong-state', reason: NOT_CREATED };

  const begun = await beginOn(subscription, ports.subscriptions, (current) =>
    current.operation === null && !endsAsAsked(current, atPeriodEnd)
      ? begin(current, stripeId, atPeriodEnd, ports.time.now())
      : null,
  );
  if (!begun) return { outcome: 'wrong-state', reason: BUSY };
  const driven = await driveOperation(begun, subscriptionCourse(ports), ports, false);
  const present = driven.record ?? begun;
  if (endsAsAsked(present, atPeriodEnd)) return { outcome: 'canceled', subscription: present };
  if (driven.outcome === 'unknown' || driven.outcome === 'unavailable') {
    return { outcome: 'unknown', subscription: present };
  }
  return { outcome: 'refused', message: present.error?.message ?? 'Stripe did not end the subscription.' };
}

function endsAsAsked(subscription: Subscription, atPeriodEnd: boolean): boolean {
  return hasEnded(subscription) || (atPeriodEnd && subscription.cancel_at_period_end);
}

function begin(
  subscription: Subscription,
  stripeId: string,
  atPeriodEnd: boolean,
  now: number,
): Subscription {
  const operation = beginOperation(
    {
      kind: 'cancel_subscription',
      recordId: subscription.id,
      request: () => cancelRequest(stripeId, atPeriodEnd),
      input: { at_period_end: atPeriodEnd },
    },
    now,
  );
  return written({ ...subscription, operation }, subscription, now);
}
