import type Stripe from 'stripe';
import { StripeDeniedError } from '../operation/errors';
import type { StripeRequests } from '../operation/ports';
import { failureOf, isStripeError } from './failure';

/** Sends frozen requests as they are, under the key they were given. */
export function stripeRequests(client: () => Promise<Stripe>): StripeRequests {
  return {
    send: async (request, idempotencyKey) => {
      try {
        const stripe = await client();
        const body: unknown = await stripe.rawRequest(request.method, request.path, request.params, {
          idempotencyKey,
        });
        return { status: 200, body, error: null };
      } catch (error) {
        // Our own refusal of the key: nothing was sent.
        if (error instanceof StripeDeniedError) return { status: 401, body: null, error: error.failure };
        if (!isStripeError(error)) throw error;
        return { status: error.statusCode ?? null, body: error.raw, error: failureOf(error) };
      }
    },
  };
}
