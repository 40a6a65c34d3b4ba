import type { Account } from '../account';
import { invalidRequest } from '../http/api-error';
import type { Emit } from '../http/emit';
import { asPlan } from '../objects/plan';
import type { Interval, Price, Recurring } from '../objects/price';
import { emitUpdate } from '../store/emit-update';

const MOST: Readonly<Record<Interval, number>> = { day: 1_095, week: 156, month: 36, year: 3 };

/** How often a price recurs. @throws {ApiError} 400 for periods of more than three years. */
export function recurring(
  sent: { interval: Interval; interval_count?: number; trial_period_days?: number },
  param: string,
): Recurring {
  const { interval, interval_count = 1, trial_period_days = null } = sent;
  if (interval_count > MOST[interval]) {
    throw invalidRequest(
      `Invalid ${param}: the billing interval can be three years at most (${MOST[interval]} × ${interval}).`,
      { param },
    );
  }
  return { interval, interval_count, meter: null, trial_period_days, usage_type: 'licensed' };
}

/** Saves a price; one that recurs is a plan too, and announced as both. */
export function addPrice(account: Account, price: Price, emit: Emit): Price {
  account.billing.prices.put(price);
  const plan = asPlan(price);
  if (plan !== undefined) emit('plan.created', plan);
  emit('price.created', price);
  return price;
}

export function updatePrice(account: Account, before: Price, after: Price, emit: Emit): Price {
  account.billing.prices.put(after);
  const [plan, was] = [asPlan(after), asPlan(before)];
  if (plan !== undefined && was !== undefined) emitUpdate(emit, 'plan.updated', was, plan);
  emitUpdate(emit, 'price.updated', before, after);
  return after;
}

export function deletePrice(account: Account, price: Price, emit: Emit): void {
  account.billing.prices.delete(price.id);
  const plan = asPlan(price);
  if (plan !== undefined) emit('plan.deleted', plan);
  emit('price.deleted', price);
}
