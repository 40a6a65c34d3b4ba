import type { Account } from '../account';
import { ApiError, resourceMissing } from '../http/api-error';
import type { Emit } from '../http/emit';
import type { Card } from '../objects/card';
import type { Customer } from '../objects/customer';
import { asPaymentMethod } from '../objects/payment-method';
import type { Token } from '../objects/token';
import { useToken } from './find-token';
import { verifyCard } from './verify-card';

export function cardsOf(account: Account, customer: string): Card[] {
  return account.cards.newestFirst((card) => card.customer === customer);
}

export function findCard(account: Account, customer: string, id: string): Card {
  const card = account.cards.get(id);
  if (card?.customer !== customer) throw resourceMissing('source', id);
  return card;
}

/** The card of a token for a customer, not saved yet. @throws {ApiError} 402 when it is declined. */
export function verifiedCard(token: Token, customer: string): Card {
  const { card } = token;
  return { ...card, customer, cvc_check: verifyCard(card, card.cvc_check) };
}

/** Saves a verified card; it is a payment method too, under the same id. */
export function saveCard(account: Account, card: Card, token: Token, emit: Emit): void {
  useToken(account, token);
  account.cards.put(card);
  account.paymentMethods.put(asPaymentMethod(card, account.now()));
  emit('customer.source.created', card);
}

export function deleteCard(account: Account, card: Card, emit: Emit): void {
  account.cards.delete(card.id);
  account.paymentMethods.delete(card.id);
  emit('customer.source.deleted', card);
}

/** The customer without one of its ways to pay; of the cards left the newest becomes the default source. */
export function withoutCard(account: Account, customer: Customer, id: string): Customer {
  const { invoice_settings: invoices, default_source: source } = customer;
  return {
    ...customer,
    default_source: source === id ? (cardsOf(account, customer.id)[0]?.id ?? null) : source,
    invoice_settings: {
      ...invoices,
      default_payment_method: invoices.default_payment_method === id ? null : invoices.default_payment_method,
    },
  };
}

/** @throws {ApiError} 404 when the card is not one of the customer's. */
export function requireLinked(account: Account, customer: string, id: string): void {
  if (account.cards.get(id)?.customer === customer) return;
  throw new ApiError(404, {
    type: 'invalid_request_error',
    code: 'missing',
    message: `Customer ${customer} does not have a linked source with ID ${id}.`,
    param: 'default_source',
  });
}
