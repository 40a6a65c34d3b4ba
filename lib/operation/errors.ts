import type { StripeFailure } from './outcome';

/** Stripe does not accept our API key, or the key may not do this. A matter for the operator. */
export class StripeDeniedError extends Error {
  override readonly name = 'StripeDeniedError';
  constructor(failure: StripeFailure) {
    super(`Stripe refuses the API key: ${failure.message}`);
  }
}

/** Stripe cannot be asked now (outage, rate limit, lost connection). Trying later is right. */
export class StripeUnavailableError extends Error {
  override readonly name = 'StripeUnavailableError';
}
