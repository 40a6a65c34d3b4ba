import { changeDescription } from '../../lib/customer/change-description';
import type { Customer } from '../../lib/customer/customer';
import { presentCustomer } from '../../lib/customer/present-customer';
import { refreshCustomer } from '../../lib/customer/refresh-customer';
import { openTable } from '../../lib/dynamo/client';
import { customerList } from '../../lib/dynamo/customer-list';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, detail, notFound } from '../../lib/runtime/http/answer';
import { createdRange } from '../../lib/runtime/http/list-query';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { VisibleError } from '../../lib/runtime/http/visible-error';
import { logger } from '../../lib/runtime/logger';
import { customerPorts } from '../composition/customer-ports';
import { servingOperators } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { pageAnswer } from './page-answer';
import { operateCustomersSpecs } from './specs/customers';
import { unlessStripeIsOut } from './stripe-out';

const env = readEnvironment(environments['operate-customers']);
const log = logger('operate-customers');
const table = openTable(env.TABLE_NAME);
const ports = customerPorts(table, stripeAccess(table, env));
const list = customerList(table);

const STRIPE_OUT = detail(503, 'Stripe cannot be reached now. Try again.', 1);

/** Customers, for operators. */
export const handler = serveRoutes(log, operateCustomersSpecs, servingOperators(table), {
  'GET /aa-stripe/admin/customers': async ({ query: { filters, after, limit, cursorAt } }) =>
    pageAnswer(
      log,
      await list.page({ user: filters.user, created: createdRange(filters) }, after, limit),
      cursorAt,
      presentCustomer,
    ),

  'GET /aa-stripe/admin/customers/{id}': async ({ event }) => {
    const customer = await find(pathId(event, 'id', 255));
    return answer(200, { ...presentCustomer(customer), stripe_response: customer.stripe_response });
  },

  'POST /aa-stripe/admin/customers/{id}/refresh-from-stripe': ({ event }) =>
    unlessStripeIsOut(log, async () => {
      const customer = await find(pathId(event, 'id', 255));
      const reload = () => ports.customers.find(customer.owner, customer.id);
      const refreshed = await refreshCustomer(reload, ports);
      switch (refreshed.outcome) {
        case 'refreshed':
          return answer(200, presentCustomer(refreshed.customer));
        case 'unknown-at-stripe':
          return detail(409, 'Stripe does not know this customer.');
        case 'contended':
          return detail(
            409,
            `This customer is being written, or not at Stripe yet (state: ${customer.state}).`,
            1,
          );
      }
    }),

  'POST /aa-stripe/admin/customers/{id}/change-description': ({ event, body }) =>
    unlessStripeIsOut(log, async () => {
      const customer = await find(pathId(event, 'id', 255));
      const result = await changeDescription(customer, body.description, ports);
      log.info('description change ended', { id: customer.id, outcome: result.outcome });
      switch (result.outcome) {
        case 'done':
          return answer(200, presentCustomer(result.record));
        case 'wrong-state':
          return detail(409, result.reason);
        case 'refused':
          return answer(400, { stripe_error: result.failure.message });
        case 'unavailable':
          return STRIPE_OUT;
        case 'unknown':
          return detail(502, 'Stripe broke off; what came of it is being found out.', 60);
      }
    }),
});

/** By Stripe's id or ours. @throws VisibleError 404 */
async function find(id: string): Promise<Customer> {
  const found = id.startsWith('cus_')
    ? await ports.customers.findByStripeId(id)
    : await ports.customers.findById(id);
  if (!found) throw new VisibleError(notFound);
  return found;
}
