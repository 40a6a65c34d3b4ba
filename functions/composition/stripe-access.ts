import type { Table } from '../../lib/dynamo/client';
import { rateWindows } from '../../lib/dynamo/rate-windows';
import { requireMode } from '../../lib/operation/api-key';
import type { StripeRequests } from '../../lib/operation/ports';
import { type PermitOptions, ratePermits } from '../../lib/rate/permits';
import { systemTime } from '../../lib/runtime/time';
import { stripeSecret } from '../../lib/secrets-manager/stripe-secret';
import { cachedStripeClient } from '../../lib/stripe/client';
import { stripeRequests } from '../../lib/stripe/stripe-requests';
import { stripeCounts } from './stripe-counts';

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
  STAGE: string;
}

export function stripeAccess(
  table: Table,
  env: StripeVariables,
  use: PermitOptions['use'] = 'interactive',
): StripeAccess {
  const secret = stripeSecret(env.STRIPE_SECRET_ARN);
  const permits = ratePermits(rateWindows(table), systemTime, {
    accountRate: Number(env.STRIPE_RATE),
    endpointRate: Number(env.STRIPE_ENDPOINT_RATE),
    use,
  });
  const counts = stripeCounts(env.STAGE);
  const client = cachedStripeClient(
    counts.ofKey(async () => requireMode((await secret()).apiKey, env.LIVEMODE === 'true')),
    permits,
    process.env.STRIPE_API_BASE,
    counts.ofAnswer,
  );
  return { client, requests: stripeRequests(client) };
}
