import { openTable } from '../../lib/dynamo/client';
import { planList } from '../../lib/dynamo/plan-list';
import { createAtStripe } from '../../lib/plan/create-at-stripe';
import { newPlan } from '../../lib/plan/new-plan';
import type { Plan } from '../../lib/plan/plan';
import { presentPlan } from '../../lib/plan/plan-view';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, detail, notFound } from '../../lib/runtime/http/answer';
import { createdRange } from '../../lib/runtime/http/list-query';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { planPorts } from '../composition/plan-ports';
import { servingOperators } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { pageAnswer } from './page-answer';
import { operatePlansSpecs } from './specs/plans';
import { unlessStripeIsOut } from './stripe-out';

const env = readEnvironment(environments['operate-plans']);
const log = logger('operate-plans');
const table = openTable(env.TABLE_NAME);
const ports = planPorts(table, stripeAccess(table, env));
const list = planList(table);
const livemode = env.LIVEMODE === 'true';

/** Subscription plans, for operators and back ends. */
export const handler = serveRoutes(log, operatePlansSpecs, servingOperators(table), {
  'POST /aa-stripe/plans': async ({ body, seed }) => {
    const plan = newPlan(body, livemode, seed, Date.now());
    // There already only if the same request was broken off after it had recorded it.
    const isNew = await ports.plans.insert(plan);
    const recorded = isNew ? plan : await ports.plans.find(plan.id);
    return answer(201, presentPlan(recorded ?? plan));
  },

  'GET /aa-stripe/plans': async ({ query: { filters, after, limit, cursorAt } }) =>
    pageAnswer(log, await list.page(after, limit, createdRange(filters)), cursorAt, presentPlan),

  'GET /aa-stripe/plans/{id}': async ({ event }) => {
    const plan = await ports.plans.find(pathId(event, 'id'));
    return plan ? answer(200, withStripeResponse(plan)) : notFound;
  },

  'POST /aa-stripe/plans/{id}/create-at-stripe': ({ event }) =>
    unlessStripeIsOut(log, async () => {
      const id = pathId(event, 'id');
      const result = await createAtStripe(id, ports);
      log.info('creating a plan at Stripe ended', { id, outcome: result.outcome });
      switch (result.outcome) {
        case 'not-found':
          return notFound;
        case 'wrong-state':
          return detail(409, result.reason);
        case 'created':
          return answer(200, withStripeResponse(result.plan));
        case 'refused':
          return answer(400, { stripe_error: result.message });
        case 'unavailable':
          return detail(503, 'Stripe cannot be reached now. Send the same request again.', 5);
        case 'unknown':
          return detail(502, 'Stripe broke off; whether it made the plan is being found out.', 60);
      }
    }),
});

function withStripeResponse(plan: Plan): object {
  return { ...presentPlan(plan), stripe_response: plan.stripe_response };
}
