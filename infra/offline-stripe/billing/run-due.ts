import type { Account } from '../account';
import type { Emit } from '../http/emit';
import { itemList, type Subscription } from '../objects/subscription';
import { billPeriod, tryPayment } from './bill-period';
import { firstOf } from './change-items';
import { cancelSubscription, expireSubscription, hasEnded } from './end-subscription';
import { periodEndAfter } from './next-period';
import { paymentMethodOf } from './payment-method-of';
import { saveUpdate } from './settle-subscription';

/** Something that time brings about. */
interface Due {
  readonly at: number;
  run(emit: Emit): void;
}

const HOUR = 3_600;
const INCOMPLETE_FOR = 23 * HOUR;
const ATTEMPTS = 4;
/** More than a daily subscription needs in a decade; what is left over runs when the clock is moved next. */
const MOST_STEPS = 10_000;

/**
 * Runs all billing that is due by now, in the order of time, each step at its own time.
 * @param at runs a step as if it were that time.
 */
export function runDue(account: Account, at: (time: number, step: () => void) => void, emit: Emit): void {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const next = nextDue(account);
    if (next === undefined || next.at > account.now()) return;
    at(next.at, () => next.run(emit));
  }
}

function nextDue(account: Account): Due | undefined {
  const { invoices, subscriptions } = account.billing;
  const running = subscriptions.newestFirst((subscription) => !hasEnded(subscription)).reverse();
  const waiting = invoices.newestFirst(({ next_payment_attempt: next }) => next !== null).reverse();
  const due = [
    ...running.flatMap((subscription) => dueOf(account, subscription)),
    ...waiting.map(({ id, next_payment_attempt }) => ({
      at: next_payment_attempt ?? 0,
      run: (emit: Emit) => retry(account, id, emit),
    })),
  ];
  // Of what is due at the same time, the first one found.
  return due.reduce<Due | undefined>(
    (first, one) => (first === undefined || one.at < first.at ? one : first),
    undefined,
  );
}

/** A cancellation comes before a renewal at the same time: it forestalls it. */
function dueOf(account: Account, subscription: Subscription): Due[] {
  const { cancel_at: cancelAt, created, items, status } = subscription;
  if (status === 'incomplete') {
    const run = (emit: Emit) => expireSubscription(account, subscription, emit);
    return [{ at: created + INCOMPLETE_FOR, run }];
  }
  const cancellation: Due[] =
    cancelAt === null
      ? []
      : [{ at: cancelAt, run: (emit) => void cancelSubscription(account, subscription, {}, emit) }];
  if (status === 'paused') return cancellation;
  const renewal = firstOf(items.data).current_period_end;
  return [...cancellation, { at: renewal, run: (emit) => renew(account, subscription, emit) }];
}

function renew(account: Account, before: Subscription, emit: Emit): void {
  const { billing_cycle_anchor: anchor, id, items, status, trial_settings: trial } = before;
  const { missing_payment_method: missing } = trial.end_behavior;
  if (
    status === 'trialing' &&
    missing !== 'create_invoice' &&
    paymentMethodOf(account, before) === undefined
  ) {
    if (missing === 'cancel') cancelSubscription(account, before, {}, emit);
    else saveUpdate(account, before, { ...before, status: 'paused' }, emit);
    return;
  }
  const { current_period_end: now, current_period_start: start, price } = firstOf(items.data);
  const end = periodEndAfter(anchor, now, price.recurring);
  const rolled: Subscription = {
    ...before,
    items: itemList(
      id,
      items.data.map((item) => ({ ...item, current_period_start: now, current_period_end: end })),
    ),
    status: status === 'trialing' ? 'active' : status,
  };
  billPeriod(account, before, rolled, { reason: 'subscription_cycle', ended: { start, end: now } }, emit);
}

/** The last attempt that fails ends the subscription. */
function retry(account: Account, id: string, emit: Emit): void {
  const { invoices, subscriptions } = account.billing;
  const invoice = invoices.get(id);
  const find = () => subscriptions.get(invoice?.parent.subscription_details.subscription ?? '');
  const subscription = find();
  if (invoice === undefined || subscription === undefined) return;
  const tried = tryPayment(account, invoice, subscription, emit);
  const current = find();
  if (tried.status === 'paid' || tried.attempt_count < ATTEMPTS || current === undefined) return;
  cancelSubscription(account, current, { reason: 'payment_failed' }, emit);
}
