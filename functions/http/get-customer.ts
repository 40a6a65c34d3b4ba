import { presentCustomer } from '../../lib/customer/present-customer';
import { openTable } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, notFound } from '../../lib/runtime/http/answer';
import { httpHandler } from '../../lib/runtime/http/http-handler';
import { ownerOf } from '../../lib/runtime/http/owner';
import { pathId } from '../../lib/runtime/http/path-id';
import { logger } from '../../lib/runtime/logger';
import { environments } from '../environments';

const env = readEnvironment(environments['get-customer']);
const customers = customerStore(openTable(env.TABLE_NAME));

/** `GET /aa-stripe/customers/{stripe_customer_id}`: one of the caller's own. */
export const handler = httpHandler(logger('get-customer'), async (event) => {
  const owner = ownerOf(event, env.OWNER_CLAIM);
  const customer = await customers.findOwned(owner, pathId(event, 'stripe_customer_id'));
  return customer ? answer(200, presentCustomer(customer)) : notFound;
});
