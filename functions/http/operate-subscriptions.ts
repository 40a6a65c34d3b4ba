import { openTable } from '../../lib/dynamo/client';
import { subscriptionList } from '../../lib/dynamo/subscription-list';
import { readEnvironment } from '../../lib/runtime/environment';
import { type Answer, answer, detail, notFound } from '../../lib/runtime/http/answer';
import type { FieldErrors } from '../../lib/runtime/http/field-errors';
import { createdRange } from '../../lib/runtime/http/list-query';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { cancelSubscription } from '../../lib/subscription/cancel-subscription';
import { createAtStripe } from '../../lib/subscription/create-at-stripe';
import { newSubscription } from '../../lib/subscription/new-subscription';
import { refreshSubscription } from '../../lib/subscription/refresh-subscription';
import type { Subscription } from '../../lib/subscription/subscription';
import { presentSubscription } from '../../lib/subscription/subscription-view';
import { undoCancellation } from '../../lib/subscription/undo-cancellation';
import { servingOperators } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { subscriptionPorts } from '../composition/subscription-ports';
import { environments } from '../environments';
import { pageAnswer } from './page-answer';
import { subscriptionSpecs } from './specs/subscriptions';
import { unlessStripeIsOut } from './stripe-out';

const env = readEnvironment(environments['operate-subscriptions']);
const log = logger('operate-subscriptions');
const table = openTable(env.TABLE_NAME);
const ports = { ...subscriptionPorts(table, stripeAccess(table, env)), timeZone: env.TIME_ZONE };
const list = subscriptionList(table);
const livemode = env.LIVEMODE === 'true';

/** Subscriptions, for operators and back ends. */
export const handler = serveRoutes(log, subscriptionSpecs, servingOperators(table), {
  'POST /aa-stripe/subscriptions': async ({ body: { user, plan, ...body }, seed }) => {
    const errors = await unknownReferences(plan, body.coupon);
    if (Object.keys(errors).length > 0) return answer(400, errors);
    const input = { owner: user, plan_id: plan, ...body };
    const subscription = newSubscription(input, livemode, seed, Date.now());
    // There already only if the same request was broken off after it had recorded it.
    const isNew = await ports.subscriptions.insert(subscription);
    const recorded = isNew ? subscription : await ports.subscriptions.find(subscription.id);
    return answer(201, presentSubscription(recorded ?? subscription));
  },

  'GET /aa-stripe/subscriptions': async ({ query: { filters, after, limit, cursorAt } }) =>
    pageAnswer(
      log,
      await list.page({ ...filters, created: createdRange(filters) }, after, limit),
      cursorAt,
      presentSubscription,
    ),

  'GET /aa-stripe/subscriptions/{id}': async ({ event }) => {
    const subscription = await ports.subscriptions.find(pathId(event, 'id'));
    return subscription ? shown(200, subscription) : notFound;
  },

  'POST /aa-stripe/subscriptions/{id}/create-at-stripe': ({ event }) =>
    atStripe('creation', () => createAtStripe(pathId(event, 'id'), ports)),

  'POST /aa-stripe/subscriptions/{id}/refresh-from-stripe': ({ event }) =>
    atStripe('refreshing', () => refreshSubscription(pathId(event, 'id'), ports)),

  'POST /aa-stripe/subscriptions/{id}/cancel': ({ event, body }) =>
    atStripe('cancelling', () => cancelSubscription(pathId(event, 'id'), body.at_period_end, ports)),

  'POST /aa-stripe/subscriptions/{id}/undo-cancel': ({ event, body }) =>
    atStripe('undoing', () => undoCancellation(pathId(event, 'id'), body.end_date, ports)),
});

/** In the words of Django REST Framework. */
async function unknownReferences(planId: string, couponId: string | null): Promise<FieldErrors> {
  const [plan, coupon] = await Promise.all([
    ports.planOf(planId),
    couponId === null ? null : ports.couponOf(couponId),
  ]);
  const isGone = couponId !== null && (coupon === null || coupon.is_deleted);
  return {
    ...(plan === null && { plan: [`Invalid pk "${planId}" - object does not exist.`] }),
    ...(isGone && { coupon: [`Object with coupon_id=${couponId} does not exist.`] }),
  };
}

type Result =
  | Awaited<ReturnType<typeof createAtStripe>>
  | Awaited<ReturnType<typeof refreshSubscription>>
  | Awaited<ReturnType<typeof cancelSubscription>>
  | Awaited<ReturnType<typeof undoCancellation>>;

/** Answers for what Stripe was asked to do with a subscription. */
function atStripe(what: string, run: () => Promise<Result>): Promise<Answer> {
  return unlessStripeIsOut(log, async () => {
    const result = await run();
    log.info(`${what} ended`, {
      outcome: result.outcome,
      ...('subscription' in result && { id: result.subscription.id, status: result.subscription.status }),
    });
    return answerFor(result);
  });
}

function answerFor(result: Result): Answer {
  switch (result.outcome) {
    case 'not-found':
      return notFound;
    case 'wrong-state':
      return detail(409, result.reason);
    case 'paused':
      return detail(409, 'Charging is paused, and a new subscription is charged.');
    case 'wrong-end-date':
      return answer(400, { end_date: [result.reason] });
    case 'refused':
      return answer(400, { stripe_error: result.message });
    case 'unavailable':
      return detail(502, result.reason);
    case 'unpaid':
      return shown(402, result.subscription);
    case 'unknown':
      return shown(502, result.subscription);
    case 'created':
    case 'refreshed':
    case 'canceled':
    case 'undone':
      return shown(200, result.subscription);
  }
}

function shown(status: number, subscription: Subscription): Answer {
  const { stripe_response } = subscription;
  return answer(status, { ...presentSubscription(subscription), stripe_response });
}
