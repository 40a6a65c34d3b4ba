import { releaseHeld } from '../../lib/charge/release-held';
import { claimPayment } from '../../lib/dynamo/claim-payment';
import { openTable } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { heldList } from '../../lib/dynamo/keys';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { isoTime } from '../../lib/runtime/time';
import { stripePaidCharges } from '../../lib/stripe/stripe-paid-charges';
import { chargePorts } from '../composition/charge-ports';
import { commandParts, concurrencyFor, dueIn } from '../composition/command-parts';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['release-imported']);
const table = openTable(env.TABLE_NAME);
const access = stripeAccess(table, env, 'batch');
const ports = {
  ...chargePorts(table, access),
  ...stripePaidCharges(access.client),
  stripeCustomersOf: customerStore(table).stripeCustomersOf,
  claimPayment: claimPayment(table),
};

/** Command `release-imported`: looks for the payments of imported charges at Stripe, then lets them go. */
export const handler = commandHandler({
  ...commandParts('release-imported', table),
  work: (options) => ({
    ...dueIn(table, [{ index: 'gsi6', list: heldList('charge'), until: isoTime() }]),
    step: ({ id }) => releaseHeld(id, options, ports),
    concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
    stopsRun: (error) => error instanceof StripeDeniedError,
  }),
});
