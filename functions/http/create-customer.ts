import { createCustomer } from '../../lib/customer/create-customer';
import { presentCustomer } from '../../lib/customer/present-customer';
import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer } from '../../lib/runtime/http/answer';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { customerPorts } from '../composition/customer-ports';
import { serving } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { createCustomerSpecs } from './specs/customers';
import { unlessStripeIsOut } from './stripe-out';
import { DELETED, undecided } from './undecided';

const env = readEnvironment(environments['create-customer']);
const log = logger('create-customer');
const table = openTable(env.TABLE_NAME);
const ports = customerPorts(table, stripeAccess(table, env));
const livemode = env.LIVEMODE === 'true';

/** `POST /aa-stripe/customers`: a card token becomes a Stripe customer. */
export const handler = serveRoutes(log, createCustomerSpecs, serving(table, env.OWNER_CLAIM), {
  'POST /aa-stripe/customers': ({ caller: owner, body }) =>
    unlessStripeIsOut(log, async () => {
      const { token, all: stripeJsResponse } = body.stripe_js_response;
      const result = await createCustomer({ owner, token, stripeJsResponse, livemode }, ports);
      log.info('customer creation ended', { outcome: result.outcome });
      switch (result.outcome) {
        case 'created':
          return answer(201, presentCustomer(result.customer));
        case 'exists':
          return answer(200, presentCustomer(result.customer));
        case 'deleted':
          return DELETED;
        default:
          return undecided(result);
      }
    }),
});
