import { attachCard } from '../../lib/customer/attach-card';
import { presentCustomer } from '../../lib/customer/present-customer';
import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { type Answer, answer, notFound } from '../../lib/runtime/http/answer';
import { pathId } from '../../lib/runtime/http/path-id';
import { type Call, serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { customerPorts } from '../composition/customer-ports';
import { serving } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { updateCustomerSpecs } from './specs/customers';
import { unlessStripeIsOut } from './stripe-out';
import { DELETED, undecided } from './undecided';

const env = readEnvironment(environments['update-customer']);
const log = logger('update-customer');
const table = openTable(env.TABLE_NAME);
const ports = customerPorts(table, stripeAccess(table, env));

type CardCall = Call<(typeof updateCustomerSpecs)['PATCH /aa-stripe/customers/{stripe_customer_id}']>;

/** `PATCH | PUT /aa-stripe/customers/{stripe_customer_id}`: adds a card and makes it the default. */
export const handler = serveRoutes(log, updateCustomerSpecs, serving(table, env.OWNER_CLAIM), {
  'PATCH /aa-stripe/customers/{stripe_customer_id}': addCard,
  'PUT /aa-stripe/customers/{stripe_customer_id}': addCard,
});

function addCard({ event, caller: owner, body }: CardCall): Promise<Answer> {
  const { token, all: stripeJsResponse } = body.stripe_js_response;
  const stripeCustomerId = pathId(event, 'stripe_customer_id');
  return unlessStripeIsOut(log, async () => {
    const result = await attachCard({ owner, stripeCustomerId, token, stripeJsResponse }, ports);
    log.info('card addition ended', { outcome: result.outcome });
    switch (result.outcome) {
      case 'attached':
        return answer(200, presentCustomer(result.customer));
      case 'not-found':
        return notFound;
      case 'deleted':
        return DELETED;
      default:
        return undecided(result);
    }
  });
}
