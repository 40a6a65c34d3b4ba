import type { Account } from '../account';
import { invalidRequest } from '../http/api-error';
import type { Redeemed } from '../objects/discount';
import { makeSubscription, type Subscription } from '../objects/subscription';
import { newId } from '../store/new-id';
import { changeItems, firstOf, type ItemRequest } from './change-items';
import { periodEndAfter } from './next-period';
import { prepareDiscounts } from './redeem-coupons';
import { reviseSubscription, type SubscriptionRequest } from './revise-subscription';

const DAY = 86_400;

/** A subscription as it will be, with its discounts, nothing saved yet. */
export function newSubscription(
  account: Account,
  customer: string,
  request: SubscriptionRequest & { items: ItemRequest[] },
): { subscription: Subscription; discounts: Redeemed[] } {
  const now = account.now();
  const id = newId('sub');
  const period = { start: now, end: now };
  const asked = changeItems(account, { subscription: id, items: [], period }, request.items);
  const { recurring, currency } = firstOf(asked).price;
  const trialEnd = readTrialEnd(request, recurring.trial_period_days, now);
  const end = trialEnd ?? periodEndAfter(now, now, recurring);
  const items = asked.map((item) => ({ ...item, current_period_end: end }));
  const status = trialEnd === null ? ('active' as const) : ('trialing' as const);
  const made = makeSubscription(id, now, items, { currency, customer, status });
  const discounts = prepareDiscounts(account, made, request.discounts ?? []);
  const revised = reviseSubscription(account, made, request);
  return {
    subscription: {
      ...revised,
      billing_cycle_anchor: trialEnd ?? now,
      discounts: discounts.map((discount) => discount.id),
      trial_end: trialEnd,
      trial_start: trialEnd === null ? null : now,
    },
    discounts,
  };
}

function readTrialEnd(request: SubscriptionRequest, planDays: number | null, now: number): number | null {
  const { trial_end: end, trial_from_plan: fromPlan, trial_period_days: days } = request;
  if (end !== undefined && days !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: trial_end, trial_period_days.');
  }
  if (end === 'now') return null;
  if (end !== undefined) {
    if (end <= now)
      throw invalidRequest('trial_end must be a timestamp in the future.', { param: 'trial_end' });
    return end;
  }
  const trial = days ?? (fromPlan === true ? planDays : null);
  return trial === null || trial === 0 ? null : now + trial * DAY;
}
