import type { Account } from '../account';
import { findUnusedToken, useToken } from '../cards/find-token';
import { findCustomer } from '../endpoints/find-customer';
import { cardError, invalidRequest, resourceMissing } from '../http/api-error';
import type { Card } from '../objects/card';
import { asPaymentMethod, type PaymentMethod } from '../objects/payment-method';

/** The card that a charge without an intent is made of, and the same card as a payment method. */
interface LegacySource {
  readonly card: Card;
  readonly method: PaymentMethod;
  /** Uses up the token, if it is one. */
  use(): void;
}

/**
 * Finds the source of a charge: a token, or one of the customer's cards, its default one if none is named.
 * @throws {ApiError} 402 when the customer has no card.
 */
export function findSource(
  account: Account,
  source: string | undefined,
  customer: string | undefined,
): LegacySource {
  const owner = customer === undefined ? undefined : findCustomer(account, customer, 'customer');
  if (owner === undefined || source?.startsWith('tok_')) {
    if (source === undefined) throw invalidRequest('Must provide source or customer.');
    const token = findUnusedToken(account, source, 'source');
    const method = asPaymentMethod(token.card, account.now());
    return { card: token.card, method, use: () => useToken(account, token) };
  }
  const id = source ?? owner.default_source;
  if (id === null) {
    throw cardError('missing', 'Cannot charge a customer that has no active card', { param: 'card' });
  }
  const card = account.cards.get(id);
  if (card?.customer !== owner.id) throw resourceMissing('source', id, 'source');
  return { card, method: asPaymentMethod(card, account.now()), use: () => {} };
}
