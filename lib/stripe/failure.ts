import type Stripe from 'stripe';
import { StripeDeniedError, StripeUnavailableError } from '../operation/errors';
import type { StripeFailure } from '../operation/outcome';
import { sdk } from './sdk';

export function isStripeError(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof sdk().errors.StripeError;
}

/** Stripe's error, reduced to what may be stored and logged. */
export function failureOf(error: Stripe.errors.StripeError): StripeFailure {
  return {
    type: error.rawType ?? 'api_error',
    code: error.code ?? null,
    decline_code: error.decline_code ?? null,
    message: error.message,
  };
}

/** Whether Stripe answered that it does not know the object. */
export function isNotFound(error: unknown): boolean {
  return isStripeError(error) && error.statusCode === 404;
}

/** Whether Stripe does not know, or knows no more, an object that a request named. */
export function isGone(error: unknown): boolean {
  return (
    isNotFound(error) || (error instanceof Error && 'code' in error && error.code === 'resource_missing')
  );
}

/** Throws what a failed reading means to the domain. */
export function rethrow(error: unknown): never {
  if (!isStripeError(error)) throw error;
  const { statusCode } = error;
  if (statusCode === 401 || statusCode === 403) throw new StripeDeniedError(failureOf(error));
  if (statusCode === undefined || statusCode === 409 || statusCode === 429 || statusCode >= 500) {
    throw new StripeUnavailableError(`Stripe cannot be read now: ${error.message}`);
  }
  throw error;
}
