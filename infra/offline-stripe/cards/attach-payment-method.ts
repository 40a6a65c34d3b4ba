import type { Account } from '../account';
import { invalidRequest, resourceMissing } from '../http/api-error';
import type { Emit } from '../http/emit';
import { makePaymentMethod, type PaymentMethod } from '../objects/payment-method';
import { newId } from '../store/new-id';
import { magicCard } from './card-details';
import { testCardById } from './test-cards';
import { verifyCard } from './verify-card';

/** Finds a payment method; a magic one such as `pm_card_visa` is made anew, under an id of its own. */
export function findPaymentMethod(account: Account, id: string, param?: string): PaymentMethod {
  const testCard = testCardById('pm_card_', id);
  if (testCard !== undefined) {
    return makePaymentMethod(newId('pm'), account.now(), magicCard(testCard, account.now()));
  }
  const found = account.paymentMethods.get(id);
  if (found === undefined) throw resourceMissing('PaymentMethod', id, param);
  return found;
}

/**
 * The payment method as it will belong to a customer, not saved yet.
 * @throws {ApiError} 402 when its card is declined, 400 when it is another customer's or was detached.
 */
export function attachable(account: Account, found: PaymentMethod, customer: string): PaymentMethod {
  if (found.customer === customer) return found;
  if (found.customer !== null) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.');
  }
  if (account.detached.has(found.id)) {
    throw invalidRequest(
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
    );
  }
  const { card } = found;
  const cvc_check = verifyCard(card, card.checks.cvc_check);
  return { ...found, customer, card: { ...card, checks: { ...card.checks, cvc_check } } };
}

/** Saves an attachable payment method; one that the customer has already is no event. */
export function attach(account: Account, attached: PaymentMethod, emit: Emit): void {
  if (account.paymentMethods.get(attached.id)?.customer === attached.customer) return;
  account.paymentMethods.put(attached);
  emit('payment_method.attached', attached);
}

/** Takes a payment method from its customer, for good; only the event still names the customer. */
export function detach(account: Account, attached: PaymentMethod, emit: Emit): PaymentMethod {
  const detached = { ...attached, customer: null };
  account.paymentMethods.put(detached);
  account.detached.add(detached.id);
  emit('payment_method.detached', detached, { customer: attached.customer });
  return detached;
}

/** @throws {ApiError} 400 when the customer does not have this payment method. */
export function requireAttached(account: Account, customer: string, id: string, param: string): void {
  if (account.paymentMethods.get(id)?.customer === customer) return;
  throw invalidRequest(
    `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    { code: 'resource_missing', param },
  );
}
