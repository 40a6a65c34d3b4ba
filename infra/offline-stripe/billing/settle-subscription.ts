import type { Account } from '../account';
import type { Emit } from '../http/emit';
import type { Invoice } from '../objects/invoice';
import type { Subscription } from '../objects/subscription';
import { emitUpdate } from '../store/emit-update';

/** Brings a subscription along with the payment of its latest invoice. */
export function settleSubscription(account: Account, invoice: Invoice, emit: Emit): void {
  const before = account.billing.subscriptions.get(invoice.parent.subscription_details.subscription);
  if (before?.latest_invoice !== invoice.id) return;
  const status = nextStatus(before.status, invoice.status === 'paid');
  saveUpdate(account, before, { ...before, status }, emit);
}

function nextStatus(status: Subscription['status'], paid: boolean): Subscription['status'] {
  if (paid) return status === 'incomplete' || status === 'past_due' ? 'active' : status;
  return status === 'active' ? 'past_due' : status;
}

/** Saves and announces the next state of a subscription. */
export function saveUpdate(
  account: Account,
  before: Subscription,
  after: Subscription,
  emit: Emit,
): Subscription {
  account.billing.subscriptions.put(after);
  emitUpdate(emit, 'customer.subscription.updated', before, after);
  return after;
}
