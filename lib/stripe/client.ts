import type Stripe from 'stripe';
import type { Permits } from '../rate/permits';
import { type ObserveAnswer, pacedHttpClient } from './paced-http-client';
import { sdk } from './sdk';

/** The version of Stripe's API that is spoken here. */
export const apiVersion = (): string => sdk().API_VERSION;

/** Below the 29 s that a function behind the gateway may take; the SDK's own default is 80 s. */
const TIMEOUT_MS = 20_000;

/** For a few requests by hand, which need no share of the rate. */
export const UNPACED: Permits = { take: async () => ({ refused: async () => {} }) };

/**
 * The SDK with its own retries off: what may be sent again, and under which key, is decided by the
 * operation. `apiBase` points to another server that speaks Stripe's API.
 */
export function stripeClient(
  apiKey: string,
  permits: Permits,
  apiBase?: string,
  observe?: ObserveAnswer,
): Stripe {
  const base = apiBase ? new URL(apiBase) : null;
  const StripeSdk = sdk();
  return new StripeSdk(apiKey, {
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
    httpClient: pacedHttpClient(permits, observe),
    ...(base && {
      protocol: base.protocol === 'http:' ? 'http' : 'https',
      host: base.hostname,
      ...(base.port && { port: Number(base.port) }),
    }),
  });
}

/** One client for as long as the key stays the same; `apiKey` keeps its own short-lived cache. */
export function cachedStripeClient(
  apiKey: () => Promise<string>,
  permits: Permits,
  apiBase?: string,
  observe?: ObserveAnswer,
): () => Promise<Stripe> {
  let made: { key: string; client: Stripe } | null = null;
  return async () => {
    const key = await apiKey();
    if (made?.key !== key) made = { key, client: stripeClient(key, permits, apiBase, observe) };
    return made.client;
  };
}
