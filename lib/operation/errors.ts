import type { StripeFailure } from './outcome';

/**
 * Stripe does not accept our API key, or the key may not do this (Stripe's words name the permission that it lacks), or
 * it is of the other mode. A matter for the operator.
 */
export class StripeDeniedError extends Error {
  override readonly name = 'StripeDeniedError';
  constructor(readonly failure: StripeFailure) {
    super(`The API key is refused: ${failure.message}`);
  }
}

/** Stripe cannot be asked now (outage, rate limit, lost connection). Trying later is right. */
export class StripeUnavailableError extends Error {
  override readonly name = 'StripeUnavailableError';
}
