import { cardError } from '../http/api-error';
import { fingerprint } from './fingerprint';
import { TEST_CARDS, type TestCard } from './test-cards';

const byFingerprint = new Map(TEST_CARDS.map((card) => [fingerprint(card.number), card]));

/** The test card that a stored card was made of. */
export function testCardOf(card: { fingerprint: string }): TestCard {
  const found = byFingerprint.get(card.fingerprint);
  if (found === undefined) throw new Error(`No test card has the fingerprint ${card.fingerprint}.`);
  return found;
}

/**
 * Asks the card network about a card that is being attached. Returns the result of the check of its security
 * code: null if none was given.
 * @throws {ApiError} 402 when the card is declined.
 */
export function verifyCard(card: { fingerprint: string }, cvcCheck: string | null): string | null {
  const { behaviour } = testCardOf(card);
  if (behaviour.kind === 'declined' && behaviour.when === 'attached') {
    const { code, declineCode, message } = behaviour.decline;
    throw cardError(code, message, declineCode === undefined ? {} : { decline_code: declineCode });
  }
  if (cvcCheck === null) return null;
  return behaviour.kind === 'cvc_fails' ? 'fail' : 'pass';
}
