import type { Account } from '../account';
import type { Emit } from '../http/emit';
import type { CancellationDetails, Subscription } from '../objects/subscription';
import { saveUpdate } from './settle-subscription';

/** Whether a subscription has come to its end, whichever that was. */
export function hasEnded({ status }: Subscription): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

/** Cancels a subscription now; of its open invoices none is tried again. */
export function cancelSubscription(
  account: Account,
  subscription: Subscription,
  details: Partial<CancellationDetails>,
  emit: Emit,
): Subscription {
  const now = account.now();
  const canceled: Subscription = {
    ...subscription,
    canceled_at: subscription.canceled_at ?? now,
    cancellation_details: { ...subscription.cancellation_details, ...details },
    ended_at: now,
    status: 'canceled',
  };
  account.billing.subscriptions.put(canceled);
  const { invoices } = account.billing;
  for (const invoice of openInvoices(account, subscription.id)) {
    invoices.put({ ...invoice, auto_advance: false, next_payment_attempt: null });
  }
  emit('customer.subscription.deleted', canceled);
  return canceled;
}

/** A first payment that never came: the subscription has not begun, and its invoice is void. */
export function expireSubscription(account: Account, subscription: Subscription, emit: Emit): void {
  const now = account.now();
  for (const invoice of openInvoices(account, subscription.id)) {
    const voided = account.billing.invoices.put({
      ...invoice,
      auto_advance: false,
      next_payment_attempt: null,
      status: 'void',
      status_transitions: { ...invoice.status_transitions, voided_at: now },
    });
    emit('invoice.voided', voided);
  }
  saveUpdate(account, subscription, { ...subscription, ended_at: now, status: 'incomplete_expired' }, emit);
}

export function openInvoices(account: Account, subscription: string) {
  return account.billing.invoices.newestFirst(
    ({ parent, status }) => status === 'open' && parent.subscription_details.subscription === subscription,
  );
}

/** All that a customer has not ended yet is canceled with the customer. */
export function cancelSubscriptionsOf(account: Account, customer: string, emit: Emit): void {
  const running = account.billing.subscriptions.newestFirst(
    (subscription) => subscription.customer === customer && !hasEnded(subscription),
  );
  for (const subscription of running) cancelSubscription(account, subscription, {}, emit);
}
