import type { Account } from '../account';
import type { Emit } from '../http/emit';
import type { Redeemed } from '../objects/discount';
import type { Invoice } from '../objects/invoice';
import type { Subscription } from '../objects/subscription';
import type { Period } from '../objects/subscription-item';
import { draftInvoice } from './draft-invoice';
import { finalizeInvoice } from './finalize-invoice';
import { markPaid, payInvoice } from './pay-invoice';
import { paymentMethodOf } from './payment-method-of';
import { saveUpdate } from './settle-subscription';

const DAY = 86_400;
const RETRY_AFTER = 3 * DAY;

export function redeemedBy(account: Account, { discounts }: Subscription): Redeemed[] {
  return discounts.flatMap((id) => account.billing.discounts.get(id) ?? []);
}

/** The discounts that are left for later invoices: one for `once` is gone with the first that costs something. */
export function discountsAfter(account: Account, redeemed: readonly Redeemed[], invoice: Invoice): string[] {
  const left = redeemed.filter(
    ({ coupon, discount }) =>
      (coupon.duration !== 'once' || invoice.subtotal === 0) &&
      (discount.end === null || discount.end > account.now()),
  );
  return left.map(({ id }) => id);
}

/** Bills the new period that a subscription's items have, and takes the money. */
export function billPeriod(
  account: Account,
  before: Subscription,
  rolled: Subscription,
  { reason, ended }: { reason: Invoice['billing_reason']; ended: Period },
  emit: Emit,
): Subscription {
  const discounts = redeemedBy(account, before);
  const draft = draftInvoice(account, rolled, { reason, ended, trial: false, discounts });
  const invoice = finalizeInvoice(account, draft, emit);
  const next = {
    ...rolled,
    discounts: discountsAfter(account, discounts, invoice),
    latest_invoice: invoice.id,
  };
  const saved = saveUpdate(account, before, next, emit);
  if (invoice.amount_due === 0) markPaid(account, invoice.id, emit);
  else if (saved.collection_method === 'charge_automatically') tryPayment(account, invoice, saved, emit);
  return account.billing.subscriptions.get(saved.id) ?? saved;
}

/** Tries an invoice by the schedule: each attempt is counted and sets the time of the next. */
export function tryPayment(
  account: Account,
  invoice: Invoice,
  subscription: Subscription,
  emit: Emit,
): Invoice {
  const tried = account.billing.invoices.put({
    ...invoice,
    attempt_count: invoice.attempt_count + 1,
    next_payment_attempt: account.now() + RETRY_AFTER,
  });
  return payInvoice(account, tried, { method: paymentMethodOf(account, subscription) }, emit);
}
