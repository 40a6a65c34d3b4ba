import type { ChargePorts } from '../../lib/charge/ports';
import { payerOf } from '../../lib/customer/payer-of';
import { chargeStore } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { systemTime } from '../../lib/runtime/time';
import { stripePayments } from '../../lib/stripe/stripe-payments';
import type { StripeAccess } from './stripe-access';

/** The ports of every use case about charges and refunds, on the table and Stripe. */
export function chargePorts(table: Table, { client, requests }: StripeAccess): ChargePorts {
  const customers = customerStore(table);
  const settings = settingsStore(table);
  return {
    charges: chargeStore(table),
    payments: stripePayments(client),
    payerOf: payerOf(customers),
    isPaused: async () => (await settings.paused()).paused,
    stripe: requests,
    time: systemTime,
  };
}
