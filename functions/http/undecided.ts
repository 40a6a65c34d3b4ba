import { type Answer, answer, detail } from '../../lib/runtime/http/answer';

/** Endings that every request which brings a card shares. */
export type Undecided =
  | { outcome: 'refused'; message: string }
  | { outcome: 'under-way'; retryAfterSeconds: number }
  | { outcome: 'unavailable'; retryAfterSeconds: number }
  | { outcome: 'unknown' };

export const DELETED = detail(409, 'This customer is deleted at Stripe. Make another from a new token.');

export function undecided(result: Undecided): Answer {
  switch (result.outcome) {
    case 'refused':
      return answer(400, { stripe_error: result.message });
    case 'under-way':
      return detail(
        409,
        'A request for this card is under way. Send it again later.',
        result.retryAfterSeconds,
      );
    case 'unavailable':
      return detail(
        503,
        'Stripe cannot be reached now. Send the same request again.',
        result.retryAfterSeconds,
      );
    case 'unknown':
      return detail(502, 'Stripe broke off; whether it took the card is being found out.', 60);
  }
}
