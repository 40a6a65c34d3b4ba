import type { Table } from '../../lib/dynamo/client';
import { rateWindows } from '../../lib/dynamo/rate-windows';
import { requireMode } from '../../lib/operation/api-key';
import type { StripeRequests } from '../../lib/operation/ports';
import { ratePermits } from '../../lib/rate/permits';
import { systemTime } from '../../lib/runtime/time';
import { stripeSecret } from '../../lib/secrets-manager/stripe-secret';
import { cachedStripeClient } from '../../lib/stripe/client';
import { stripeRequests } from '../../lib/stripe/stripe-requests';

/** The way to Stripe that all of a function's ports share: one client, one cached secret, one rate. */
export interface StripeAccess {
  client: ReturnType<typeof cachedStripeClient>;
  requests: StripeRequests;
}

interface StripeVariables {
  STRIPE_SECRET_ARN: string;
  STRIPE_RATE: string;
  STRIPE_ENDPOINT_RATE: string;
  LIVEMODE: string;
}

/** The part of the rate that is granted: people wait for an answer, and scheduled work leaves them a fifth of it. */
const SHARES = { interactive: 1, batch: 0.8 };

export function stripeAccess(
  table: Table,
  env: StripeVariables,
  use: keyof typeof SHARES = 'interactive',
): StripeAccess {
  const secret = stripeSecret(env.STRIPE_SECRET_ARN);
  const permits = ratePermits(rateWindows(table), systemTime, {
    accountRate: Number(env.STRIPE_RATE),
    endpointRate: Number(env.STRIPE_ENDPOINT_RATE),
    share: SHARES[use],
  });
  const client = cachedStripeClient(
    async () => requireMode((await secret()).apiKey, env.LIVEMODE === 'true'),
    permits,
    process.env.STRIPE_API_BASE,
  );
  return { client, requests: stripeRequests(client) };
}
