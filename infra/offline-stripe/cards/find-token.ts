import type { Account } from '../account';
import { invalidRequest, resourceMissing } from '../http/api-error';
import { makeCard } from '../objects/card';
import { makeToken, type Token } from '../objects/token';
import { newId } from '../store/new-id';
import { magicCard } from './card-details';
import { testCardById } from './test-cards';

/** Finds a token; a magic one such as `tok_visa` is made anew with every use. */
export function findToken(account: Account, id: string, param?: string): Token {
  const testCard = testCardById('tok_', id);
  if (testCard !== undefined) {
    return makeToken(id, account.now(), makeCard(newId('card'), magicCard(testCard, account.now())));
  }
  const token = account.tokens.get(id);
  if (token === undefined) throw resourceMissing('token', id, param);
  return token;
}

/**
 * Finds a token that is to be used now.
 * @throws {ApiError} 400 `token_already_used`.
 */
export function findUnusedToken(account: Account, id: string, param: string): Token {
  if (id.startsWith('pm_')) {
    throw invalidRequest(
      'You cannot use a PaymentMethod as a source for Customers. Attach it to the Customer instead.',
      { param },
    );
  }
  const token = findToken(account, id, param);
  if (!token.used) return token;
  throw invalidRequest(`You cannot use a Stripe token more than once: ${id}.`, {
    code: 'token_already_used',
    param,
  });
}

/** Marks a token as used, so that it is good for nothing else; magic ones are not kept. */
export function useToken(account: Account, token: Token): void {
  if (account.tokens.get(token.id) !== undefined) account.tokens.put({ ...token, used: true });
}
