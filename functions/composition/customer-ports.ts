import type { CustomerPorts } from '../../lib/customer/ports';
import type { Table } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { systemTime } from '../../lib/runtime/time';
import { stripeCustomers } from '../../lib/stripe/stripe-customers';
import type { StripeAccess } from './stripe-access';

/** The ports of every use case about customers, on the table and Stripe. */
export function customerPorts(table: Table, { client, requests }: StripeAccess): CustomerPorts {
  return {
    customers: customerStore(table),
    stripe: requests,
    stripeCustomers: stripeCustomers(client),
    time: systemTime,
  };
}
