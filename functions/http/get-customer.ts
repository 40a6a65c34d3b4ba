import { presentCustomer } from '../../lib/customer/present-customer';
import { openTable } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, notFound } from '../../lib/runtime/http/answer';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { serving } from '../composition/serving';
import { environments } from '../environments';
import { getCustomerSpecs } from './specs/customers';

const env = readEnvironment(environments['get-customer']);
const table = openTable(env.TABLE_NAME);
const customers = customerStore(table);

/** `GET /aa-stripe/customers/{stripe_customer_id}`: one of the caller's own. */
export const handler = serveRoutes(
  logger('get-customer'),
  getCustomerSpecs,
  serving(table, env.OWNER_CLAIM),
  {
    'GET /aa-stripe/customers/{stripe_customer_id}': async ({ event, caller }) => {
      const customer = await customers.findOwned(caller, pathId(event, 'stripe_customer_id'));
      return customer ? answer(200, presentCustomer(customer)) : notFound;
    },
  },
);
