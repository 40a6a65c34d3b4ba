import { releaseHeld } from '../../lib/charge/release-held';
import type { CommandWork, RunOptions } from '../../lib/command/command';
import { claimPayment } from '../../lib/dynamo/claim-payment';
import type { Table } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import type { DueRecord } from '../../lib/dynamo/due';
import { heldList } from '../../lib/dynamo/keys';
import { StripeDeniedError } from '../../lib/operation/errors';
import { isoTime } from '../../lib/runtime/time';
import { stripePaidCharges } from '../../lib/stripe/stripe-paid-charges';
import { chargePorts } from './charge-ports';
import { concurrencyFor, dueIn } from './command-parts';
import type { StripeAccess } from './stripe-access';

/** What `release-imported` does, by itself and by workers. */
export function releaseWork(table: Table, access: StripeAccess, env: { STRIPE_ENDPOINT_RATE: string }) {
  const ports = {
    ...chargePorts(table, access),
    ...stripePaidCharges(access.client),
    stripeCustomersOf: customerStore(table).stripeCustomersOf,
    claimPayment: claimPayment(table),
  };
  return (options: RunOptions): CommandWork<DueRecord> => ({
    ...dueIn(table, [{ index: 'gsi6', list: heldList('charge'), until: isoTime() }]),
    step: ({ id }) => releaseHeld(id, options, ports),
    concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
    stopsRun: (error) => error instanceof StripeDeniedError,
  });
}
