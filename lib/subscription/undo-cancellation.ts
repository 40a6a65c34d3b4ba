import { beginOn } from '../operation/begin-on';
import { driveOperation } from '../operation/drive-operation';
import { beginOperation } from '../operation/operation';
import { written } from '../operation/record';
import { dayInOneHour } from './calendar-day';
import { BUSY, NOT_CREATED } from './cancel-subscription';
import type { SubscriptionCoursePorts } from './ports';
import { hasEnded, type Subscription } from './subscription';
import { subscriptionCourse } from './subscription-course';
import { undoRequest } from './subscription-request';

export type Undone =
  | { outcome: 'not-found' }
  /** Its state does not allow it; nothing was changed. */
  | { outcome: 'wrong-state'; reason: string }
  /** The end date that came along has come already. */
  | { outcome: 'wrong-end-date'; reason: string }
  | { outcome: 'undone'; subscription: Subscription }
  /** Stripe's displayable message. */
  | { outcome: 'refused'; message: string }
  /** Nobody knows yet; `recover-operations` finds out. */
  | { outcome: 'unknown'; subscription: Subscription };

/**
 * Lets a subscription go on that was to end and has not yet. `endDate`: a new end date, null for none; undefined
 * leaves it as it is, which it may only be while it is not due, since the hourly run would end it again.
 * @throws StripeDeniedError when Stripe does not accept our key; it ends as before
 */
export async function undoCancellation(
  id: string,
  endDate: string | null | undefined,
  ports: SubscriptionCoursePorts & { timeZone: string },
): Promise<Undone> {
  const subscription = await ports.subscriptions.find(id);
  if (!subscription) return { outcome: 'not-found' };
  const reason = obstacleTo(subscription);
  if (reason !== null) return { outcome: 'wrong-state', reason };
  const newEnd = endDate === undefined ? subscription.end_date : endDate;
  const now = ports.time.now();
  const dueDay = dayInOneHour(now, ports.timeZone);
  if (newEnd !== null && newEnd <= dueDay) {
    return endDate === undefined
      ? {
          outcome: 'wrong-state',
          reason: `Its end_date ${newEnd} has come, so it would be ended again: send {"end_date": …} with a later day, or null for none.`,
        }
      : {
          outcome: 'wrong-end-date',
          reason: `Must be later than ${dueDay}, or it would be ended again at once.`,
        };
  }
  const begun = await beginOn(subscription, ports.subscriptions, (current) =>
    obstacleTo(current) === null ? begin(current, newEnd, now) : null,
  );
  if (!begun) return { outcome: 'wrong-state', reason: BUSY };
  const driven = await driveOperation(begun, subscriptionCourse(ports), ports, false);
  const present = driven.record ?? begun;
  if (driven.outcome === 'unknown' || driven.outcome === 'unavailable') {
    return { outcome: 'unknown', subscription: present };
  }
  if (hasEnded(present)) return { outcome: 'wrong-state', reason: endedReason(present) };
  if (present.canceled_at === null) return { outcome: 'undone', subscription: present };
  return { outcome: 'refused', message: present.error?.message ?? 'Stripe did not take the end back.' };
}

function obstacleTo(subscription: Subscription): string | null {
  if (subscription.operation !== null) return BUSY;
  if (subscription.stripe_subscription_id === null) return NOT_CREATED;
  if (hasEnded(subscription)) return endedReason(subscription);
  if (subscription.canceled_at !== null) return null;
  return `There is nothing to undo: no end of it was requested (status: ${subscription.status}).`;
}

function endedReason({ status }: Subscription): string {
  return `This subscription has ended already (status: ${status}).`;
}

function begin(subscription: Subscription, endDate: string | null, now: number): Subscription {
  const { id, stripe_subscription_id: stripeId, cancel_at_period_end: isAtPeriodEnd } = subscription;
  const operation = beginOperation(
    {
      kind: 'undo_cancellation',
      recordId: id,
      request: () => undoRequest(stripeId ?? '', isAtPeriodEnd),
      input: { end_date: endDate },
    },
    now,
  );
  return written({ ...subscription, operation }, subscription, now);
}
