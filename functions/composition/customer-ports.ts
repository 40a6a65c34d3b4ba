import type { CustomerPorts } from '../../lib/customer/ports';
import type { Table } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { systemTime } from '../../lib/runtime/time';
import { stripeSecret } from '../../lib/secrets-manager/stripe-secret';
import { cachedStripeClient } from '../../lib/stripe/client';
import { stripeCustomers } from '../../lib/stripe/stripe-customers';
import { stripeRequests } from '../../lib/stripe/stripe-requests';

/** The ports of every use case about customers, on the table and Stripe. */
export function customerPorts(table: Table, stripeSecretArn: string): CustomerPorts {
  const secret = stripeSecret(stripeSecretArn);
  const client = cachedStripeClient(async () => (await secret()).apiKey, process.env.STRIPE_API_BASE);
  return {
    customers: customerStore(table),
    stripe: stripeRequests(client),
    stripeCustomers: stripeCustomers(client),
    time: systemTime,
  };
}
