import { createCustomer } from '../../lib/customer/create-customer';
import { presentCustomer } from '../../lib/customer/present-customer';
import { openTable } from '../../lib/dynamo/client';
import { idempotencyStore } from '../../lib/dynamo/idempotency-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { type Answer, answer } from '../../lib/runtime/http/answer';
import { httpHandler } from '../../lib/runtime/http/http-handler';
import { idempotent } from '../../lib/runtime/http/idempotent';
import { jsonBody } from '../../lib/runtime/http/json-body';
import { ownerOf } from '../../lib/runtime/http/owner';
import { logger } from '../../lib/runtime/logger';
import { customerPorts } from '../composition/customer-ports';
import { environments } from '../environments';
import { CardBody } from './card-body';
import { DELETED, undecided } from './undecided';

const env = readEnvironment(environments['create-customer']);
const log = logger('create-customer');
const table = openTable(env.TABLE_NAME);
const ports = customerPorts(table, env.STRIPE_SECRET_ARN);
const idempotency = { store: idempotencyStore(table), now: Date.now };

/** `POST /aa-stripe/customers`: a card token becomes a Stripe customer. */
export const handler = httpHandler(log, async (event) => {
  const owner = ownerOf(event, env.OWNER_CLAIM);
  return idempotent(event, owner, idempotency, async (): Promise<Answer> => {
    const { stripe_js_response: card } = jsonBody(event, CardBody);
    const result = await createCustomer(
      { owner, token: card.token, stripeJsResponse: card.all, livemode: env.LIVEMODE === 'true' },
      ports,
    );
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
  });
});
