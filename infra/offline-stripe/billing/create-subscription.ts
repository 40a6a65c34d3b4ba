import type { Account } from '../account';
import { type ApiError, invalidRequest, LastingRefusal } from '../http/api-error';
import type { Emit } from '../http/emit';
import type { Redeemed } from '../objects/discount';
import type { Invoice } from '../objects/invoice';
import type { Subscription } from '../objects/subscription';
import { discountsAfter } from './bill-period';
import { draftInvoice } from './draft-invoice';
import { finalizeInvoice } from './finalize-invoice';
import { awaitPayment, intentOf, markPaid, payInvoice, paymentOf } from './pay-invoice';
import { requirePaymentMethod } from './payment-method-of';
import { saveDiscounts } from './redeem-coupons';

export type PaymentBehavior = 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';

interface Order {
  readonly subscription: Subscription;
  readonly discounts: readonly Redeemed[];
  readonly behavior: PaymentBehavior;
  readonly offSession: boolean;
}

/**
 * Starts a subscription with its first invoice.
 * @throws {ApiError} 400 when there is nothing to pay by.
 * @throws {LastingRefusal} 402 when the first payment fails and must not.
 */
export function createSubscription(account: Account, order: Order, emit: Emit): Subscription {
  const { subscription, discounts, behavior } = order;
  const now = account.now();
  const trial = subscription.status === 'trialing';
  const reason = 'subscription_create';
  const ended = { start: now, end: now };
  const draft = draftInvoice(account, subscription, { reason, ended, trial, discounts });
  const automatic = subscription.collection_method === 'charge_automatically' && draft.amount_due > 0;
  const waits = automatic && behavior === 'default_incomplete';
  const method = automatic && !waits ? requirePaymentMethod(account, subscription) : undefined;

  const held: Parameters<Emit>[] = [];
  const hold: Emit = (...change) => held.push(change);
  const open = finalizeInvoice(account, draft, hold);
  const invoice = begin(account, open, { automatic, method, onSession: !order.offSession }, hold);
  if (automatic && behavior === 'error_if_incomplete' && hasFailed(account, invoice)) {
    const refusal = firstPaymentFailed(account, invoice);
    undo(account, invoice);
    for (const change of held) if (!change[0].startsWith('invoice.')) emit(...change);
    throw refusal;
  }
  saveDiscounts(account, discounts);
  const started = account.billing.subscriptions.put({
    ...subscription,
    discounts: discountsAfter(account, discounts, invoice),
    latest_invoice: invoice.id,
    status: automatic && invoice.status !== 'paid' ? 'incomplete' : subscription.status,
  });
  emit('customer.subscription.created', started);
  for (const change of held) emit(...change);
  return started;
}

interface Start {
  automatic: boolean;
  method: string | undefined;
  onSession: boolean;
}

function begin(
  account: Account,
  open: Invoice,
  { automatic, method, onSession }: Start,
  emit: Emit,
): Invoice {
  if (open.amount_due === 0) return markPaid(account, open.id, emit);
  if (method !== undefined) {
    const tried = account.billing.invoices.put({ ...open, attempt_count: 1 });
    return payInvoice(account, tried, { method, onSession }, emit);
  }
  if (automatic) awaitPayment(account, open, emit);
  return open;
}

function hasFailed(account: Account, invoice: Invoice): boolean {
  const status = intentOf(account, invoice.id)?.status;
  return status === 'requires_payment_method' || status === 'requires_action';
}

/** 402 with the reason of the decline. */
export function firstPaymentFailed(account: Account, invoice: Invoice): ApiError {
  const intent = intentOf(account, invoice.id);
  if (intent?.last_payment_error) {
    return new LastingRefusal(402, { ...intent.last_payment_error, payment_intent: intent });
  }
  if (intent?.status !== 'requires_action') return invalidRequest('The invoice could not be paid.');
  return new LastingRefusal(402, {
    type: 'card_error',
    code: 'subscription_payment_intent_requires_action',
    message:
      'Payment for this subscription requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with `subscription.latest_invoice`. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action',
    payment_intent: intent,
  });
}

/** Nothing is left of the invoice, as if it had never been; of the failed payment everything is. */
function undo(account: Account, invoice: Invoice): void {
  const payment = paymentOf(account, invoice.id);
  if (payment !== undefined) {
    account.billing.invoicePayments.delete(payment.id);
    account.payments.followUps.delete(payment.payment.payment_intent);
  }
  account.billing.invoices.delete(invoice.id);
}
