import type Stripe from 'stripe';
import type { Permits } from '../rate/permits';
import { limitOf } from './rate-limited';
import { sdk } from './sdk';

type Request = Parameters<Stripe.HttpClient['makeRequest']>;

/** Told of each request that was sent: its method, and the status of its answer, or null where none came. */
export type ObserveAnswer = (method: string, status: number | null) => void;

/**
 * Waits for a permit before each request, whoever in the SDK makes it: one call may list page after page. It also
 * keeps the SDK from sending a request again by itself, as it does after a closed connection even with its retries
 * off: whether something was sent before decides what a later refusal means. A refusal for the rate slows all down.
 */
export function pacedHttpClient(permits: Permits, observe: ObserveAnswer = () => {}): Stripe.HttpClient {
  const inner = sdk().createNodeHttpClient();
  return {
    getClientName: () => inner.getClientName(),
    makeRequest: async (...request: Request) => {
      const [, , path, method] = request;
      const permit = await permits.take(endpointOf(method, path));
      const response = await inner.makeRequest(...request).catch((error: unknown) => {
        observe(method, null);
        throw isClosed(error) ? new Error('The connection to Stripe was closed.', { cause: error }) : error;
      });
      const status = response.getStatusCode();
      observe(method, status);
      const limit = limitOf(status, response.getHeaders());
      // Whether all can be told or not, this request's answer is what it is; the next refusal tells them.
      if (limit) await permit.refused(limit).catch(() => {});
      return response;
    },
  };
}

function isClosed(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return sdk().HttpClient.CONNECTION_CLOSED_ERROR_CODES.some((code) => code === error.code);
}

/** `POST /v1/payment_intents/pi_1/confirm` counts for `POST payment_intents`: Stripe limits by resource. */
export function endpointOf(method: string, path: string): string {
  const [, , resource = ''] = path.split(/[/?]/);
  return `${method} ${resource}`;
}
