import { attachCard } from '../../lib/customer/attach-card';
import { presentCustomer } from '../../lib/customer/present-customer';
import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { type Answer, answer, notFound } from '../../lib/runtime/http/answer';
import { httpHandler } from '../../lib/runtime/http/http-handler';
import { jsonBody } from '../../lib/runtime/http/json-body';
import { ownerOf } from '../../lib/runtime/http/owner';
import { pathId } from '../../lib/runtime/http/path-id';
import { logger } from '../../lib/runtime/logger';
import { customerPorts } from '../composition/customer-ports';
import { environments } from '../environments';
import { CardBody } from './card-body';
import { DELETED, undecided } from './undecided';

const env = readEnvironment(environments['update-customer']);
const log = logger('update-customer');
const ports = customerPorts(openTable(env.TABLE_NAME), env.STRIPE_SECRET_ARN);

/** `PATCH | PUT /aa-stripe/customers/{stripe_customer_id}`: adds a card and makes it the default. */
export const handler = httpHandler(log, async (event): Promise<Answer> => {
  const owner = ownerOf(event, env.OWNER_CLAIM);
  const stripeCustomerId = pathId(event, 'stripe_customer_id');
  const { stripe_js_response: card } = jsonBody(event, CardBody);
  const result = await attachCard(
    { owner, stripeCustomerId, token: card.token, stripeJsResponse: card.all },
    ports,
  );
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
