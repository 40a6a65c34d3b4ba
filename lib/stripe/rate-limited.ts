import type { Limit } from '../rate/permits';

/**
 * Which of our limits an answer says was too high; null if none. A 429 for a locked object carries no reason, and to
 * send less is no help there. https://docs.stripe.com/rate-limits
 */
export function limitOf(status: number, headers: Record<string, unknown>): Limit | null {
  const reason = status === 429 ? headers['stripe-rate-limited-reason'] : null;
  if (typeof reason !== 'string') return null;
  return reason.startsWith('global-') ? 'account' : 'endpoint';
}
