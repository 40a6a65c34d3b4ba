import type { Account } from '../account';
import type { Emit } from '../http/emit';
import type { Invoice } from '../objects/invoice';
import { type InvoicePayment, makeInvoicePayment } from '../objects/invoice-payment';
import { makePaymentIntent, type PaymentIntent } from '../objects/payment-intent';
import { attemptPayment } from '../payments/attempt-payment';
import { collectPayment } from '../payments/collect-payment';
import { newId } from '../store/new-id';
import { settleSubscription } from './settle-subscription';

/** Pays an invoice by one card, by the intent it has or a new one. A decline leaves it open. */
export function payInvoice(
  account: Account,
  invoice: Invoice,
  { method, onSession = false }: { method: string | undefined; onSession?: boolean },
  emit: Emit,
): Invoice {
  const { amount_remaining: amount, currency, customer, id } = invoice;
  if (amount === 0) return markPaid(account, id, emit);
  if (method === undefined) return markFailed(account, id, emit);
  const saved = account.paymentMethods.get(method);
  const intent = intentOf(account, id);
  if (intent !== undefined && saved !== undefined) {
    attemptPayment(account, intent, { method: saved, offSession: !onSession }, emit);
    return current(account, id);
  }
  const made = collectPayment(
    account,
    {
      customer,
      payment_method: method,
      amount,
      currency,
      description: `Subscription ${invoice.billing_reason === 'subscription_create' ? 'creation' : 'update'}`,
      on_session: onSession,
      followUp: follow(account, id),
    },
    emit,
  );
  addPayment(account, invoice, made);
  follow(account, id)(made, emit);
  return current(account, id);
}

/** Makes the intent that a customer is to pay an invoice with, and leaves it to them. */
export function awaitPayment(account: Account, invoice: Invoice, emit: Emit): void {
  const { intents, followUps } = account.payments;
  const made = makePaymentIntent(account.now(), invoice.amount_remaining, invoice.currency);
  const intent = intents.put({
    ...made,
    customer: invoice.customer,
    description: 'Subscription creation',
    setup_future_usage: 'off_session',
  });
  followUps.set(intent.id, follow(account, invoice.id));
  emit('payment_intent.created', intent);
  addPayment(account, invoice, intent);
}

export function paymentOf(account: Account, invoice: string): InvoicePayment | undefined {
  return account.billing.invoicePayments.newestFirst((payment) => payment.invoice === invoice)[0];
}

export function intentOf(account: Account, invoice: string): PaymentIntent | undefined {
  return account.payments.intents.get(paymentOf(account, invoice)?.payment.payment_intent ?? '');
}

function addPayment(account: Account, invoice: Invoice, intent: PaymentIntent): void {
  const terms = { amount_requested: intent.amount, currency: intent.currency, invoice: invoice.id };
  account.billing.invoicePayments.put(makeInvoicePayment(newId('inpay'), account.now(), intent.id, terms));
}

/** Brings an invoice along with its payment, now and whenever that moves on later. */
function follow(account: Account, id: string) {
  return (intent: PaymentIntent, emit: Emit): void => {
    if (account.billing.invoices.get(id)?.status !== 'open') return;
    if (intent.status === 'succeeded') markPaid(account, id, emit);
    else if (intent.status === 'requires_payment_method') markFailed(account, id, emit);
    else if (intent.status === 'requires_action') {
      emit('invoice.payment_action_required', current(account, id));
    }
  };
}

export function markPaid(account: Account, id: string, emit: Emit): Invoice {
  const invoice = current(account, id);
  const paid_at = account.now();
  const payment = paymentOf(account, id);
  if (payment !== undefined) {
    const { amount_requested: amount_paid, status_transitions: transitions } = payment;
    const status_transitions = { ...transitions, paid_at };
    account.billing.invoicePayments.put({ ...payment, amount_paid, status: 'paid', status_transitions });
  }
  const paid = account.billing.invoices.put({
    ...invoice,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at },
  });
  emit('invoice.paid', paid);
  emit('invoice.payment_succeeded', paid);
  settleSubscription(account, paid, emit);
  return paid;
}

function markFailed(account: Account, id: string, emit: Emit): Invoice {
  const failed = account.billing.invoices.put({ ...current(account, id), attempted: true });
  emit('invoice.payment_failed', failed);
  settleSubscription(account, failed, emit);
  return failed;
}

function current(account: Account, id: string): Invoice {
  const invoice = account.billing.invoices.get(id);
  if (invoice === undefined) throw new Error(`There is no invoice ${id}.`);
  return invoice;
}
