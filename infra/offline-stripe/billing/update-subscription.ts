import type { Account } from '../account';
import { invalidRequest } from '../http/api-error';
import type { Emit } from '../http/emit';
import { type CancellationDetails, itemList, type Subscription } from '../objects/subscription';
import { billPeriod } from './bill-period';
import { changeItems, firstOf } from './change-items';
import { hasEnded } from './end-subscription';
import { periodEndAfter } from './next-period';
import { prepareDiscounts, saveDiscounts } from './redeem-coupons';
import { reviseSubscription, type SubscriptionRequest } from './revise-subscription';
import { saveUpdate } from './settle-subscription';

/**
 * Changes a subscription. Another rhythm, and the end of a trial, start a period that is billed at once; all
 * other changes of items count from the next one: nothing is prorated here.
 */
export function updateSubscription(
  account: Account,
  before: Subscription,
  request: SubscriptionRequest,
  details: Partial<CancellationDetails>,
  emit: Emit,
): Subscription {
  if (hasEnded(before)) refuseAfterEnd(request);
  const first = firstOf(before.items.data);
  const period = { start: first.current_period_start, end: first.current_period_end };
  const target = { subscription: before.id, items: before.items.data, period };
  const items = changeItems(account, target, request.items ?? []);
  const discounts = request.discounts && prepareDiscounts(account, before, request.discounts);
  const revised = reviseSubscription(account, before, request);
  const changed: Subscription = {
    ...revised,
    cancellation_details: { ...revised.cancellation_details, ...details },
    discounts: request.discounts === undefined ? before.discounts : (discounts ?? []).map(({ id }) => id),
    items: itemList(before.id, items),
  };
  const trialed = withTrial(changed, request.trial_end, account.now());
  saveDiscounts(account, discounts ?? []);
  const recurring = firstOf(items).price.recurring;
  const rhythm = first.price.recurring;
  const restarts =
    rhythm.interval !== recurring.interval || rhythm.interval_count !== recurring.interval_count;
  if (trialed.status === 'trialing' || (!restarts && before.status !== 'trialing')) {
    return saveUpdate(account, before, trialed, emit);
  }
  account.billing.subscriptions.put({ ...before, discounts: trialed.discounts });
  return billPeriod(
    account,
    { ...before, discounts: trialed.discounts },
    startPeriod(trialed, account.now()),
    { reason: 'subscription_update', ended: { start: period.start, end: account.now() } },
    emit,
  );
}

/** The subscription with a period that begins now. */
function startPeriod(subscription: Subscription, now: number): Subscription {
  const { id, items } = subscription;
  const end = periodEndAfter(now, now, firstOf(items.data).price.recurring);
  const moved = items.data.map((item) => ({ ...item, current_period_start: now, current_period_end: end }));
  return {
    ...subscription,
    billing_cycle_anchor: now,
    cancel_at: subscription.cancel_at_period_end ? end : subscription.cancel_at,
    items: itemList(id, moved),
  };
}

function withTrial(subscription: Subscription, end: 'now' | number | undefined, now: number): Subscription {
  if (end === undefined || (end === 'now' && subscription.status !== 'trialing')) return subscription;
  if (end === 'now') return { ...subscription, status: 'active', trial_end: now };
  if (end <= now)
    throw invalidRequest('trial_end must be a timestamp in the future.', { param: 'trial_end' });
  const { id, items } = subscription;
  return {
    ...subscription,
    billing_cycle_anchor: end,
    cancel_at: subscription.cancel_at_period_end ? end : subscription.cancel_at,
    items: itemList(
      id,
      items.data.map((item) => ({ ...item, current_period_end: end })),
    ),
    status: 'trialing',
    trial_end: end,
    trial_start: subscription.trial_start ?? now,
  };
}

function refuseAfterEnd({ metadata, ...request }: SubscriptionRequest): void {
  if (Object.keys(request).length === 0) return;
  throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.', {
    code: 'invalid_canceled_subscription_fields',
  });
}
