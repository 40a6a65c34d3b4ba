import { type ListedCustomer, refreshListed } from '../../lib/customer/refresh-customers';
import { openTable } from '../../lib/dynamo/client';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { stripeCustomerPages } from '../../lib/stripe/stripe-customer-pages';
import { commandParts } from '../composition/command-parts';
import { customerPorts } from '../composition/customer-ports';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['refresh-customers']);
const table = openTable(env.TABLE_NAME);
const access = stripeAccess(table, env, 'batch');
const ports = customerPorts(table, access);
const pages = stripeCustomerPages(access.client, Date.now);

/** Command `refresh-customers`: takes over Stripe's state of all customers, a hundred a request. */
export const handler = commandHandler<ListedCustomer>({
  ...commandParts('refresh-customers', table),
  work: (options) => ({
    due: (after) => pages.all(after),
    count: async () => null,
    step: (listed) => refreshListed(listed, options, ports),
    concurrency: 10,
    stopsRun: (error) => error instanceof StripeDeniedError,
  }),
});
