import { type Charge, isCharged } from '../../lib/charge/charge';
import { presentCharge, presentRefund } from '../../lib/charge/charge-view';
import { collectPayment } from '../../lib/charge/collect-payment';
import { newCharge } from '../../lib/charge/new-charge';
import { refundCharge } from '../../lib/charge/refund-charge';
import { chargeList } from '../../lib/dynamo/charge-list';
import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { type Answer, answer, detail, notFound } from '../../lib/runtime/http/answer';
import { createdRange } from '../../lib/runtime/http/list-query';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { chargePorts } from '../composition/charge-ports';
import { servingOperators } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { pageAnswer } from './page-answer';
import { chargeSpecs } from './specs/charges';
import { unlessStripeIsOut } from './stripe-out';

const env = readEnvironment(environments['operate-charges']);
const log = logger('operate-charges');
const table = openTable(env.TABLE_NAME);
const ports = chargePorts(table, stripeAccess(table, env));
const list = chargeList(table);
const livemode = env.LIVEMODE === 'true';

const PAUSED = detail(409, 'Charging and refunding are paused.');

/** Charges and refunds, for operators and back ends. */
export const handler = serveRoutes(log, chargeSpecs, servingOperators(table), {
  'POST /aa-stripe/charges': async ({ body: { user, ...body }, seed }) => {
    const charge = newCharge({ owner: user, ...body }, livemode, seed, Date.now());
    // There already only if the same request was broken off after it had recorded it.
    const isNew = await ports.charges.insert(charge);
    const recorded = isNew ? charge : await ports.charges.find(charge.id);
    return answer(201, presentCharge(recorded ?? charge));
  },

  'GET /aa-stripe/charges': async ({ query: { filters, after, limit, cursorAt } }) => {
    const { user, state, source_type: sourceType, source_id: sourceId } = filters;
    return pageAnswer(
      log,
      await list.page({ user, state, sourceType, sourceId, created: createdRange(filters) }, after, limit),
      cursorAt,
      presentCharge,
    );
  },

  'GET /aa-stripe/charges/{id}': async ({ event }) => {
    const charge = await ports.charges.find(pathId(event, 'id'));
    return charge ? answer(200, withStripeResponse(charge)) : notFound;
  },

  'POST /aa-stripe/charges/{id}/charge': ({ event, body, seed }) =>
    unlessStripeIsOut(log, async () => {
      const { idempotency_key: keyPostfix } = body;
      const options = { seed, ...(keyPostfix !== undefined && { keyPostfix }) };
      const result = await collectPayment(pathId(event, 'id'), options, ports);
      log.info('charging ended', about(result));
      switch (result.outcome) {
        case 'not-found':
          return notFound;
        case 'paused':
          return PAUSED;
        case 'wrong-state':
        case 'blocked':
          return detail(409, result.reason);
        case 'charged':
          return answer(200, presentCharge(result.charge));
        case 'declined':
          return answer(402, presentCharge(result.charge));
        case 'unknown':
          return answer(502, presentCharge(result.charge));
      }
    }),

  'POST /aa-stripe/charges/{id}/refund': ({ event, body, seed }) =>
    unlessStripeIsOut(log, async () => {
      const result = await refundCharge(pathId(event, 'id'), { amount: body.amount ?? null, seed }, ports);
      log.info('refunding ended', about(result));
      switch (result.outcome) {
        case 'not-found':
          return notFound;
        case 'paused':
          return PAUSED;
        case 'wrong-state': {
          const isState = !isCharged(result.charge);
          return detail(409, isState ? `${result.reason} (state: ${result.charge.state})` : result.reason);
        }
        case 'refunded':
          return answer(200, presentCharge(result.charge));
        case 'refused':
          return answer(400, { stripe_error: result.message });
        case 'unknown':
          return answer(502, presentCharge(result.charge));
      }
    }),

  'GET /aa-stripe/charges/{id}/refunds': async ({ event, query: { after, limit, cursorAt } }) => {
    const charge = await ports.charges.find(pathId(event, 'id'));
    return charge ? refundsPage(charge, after, limit, cursorAt) : notFound;
  },
});

function refundsPage(
  charge: Charge,
  after: string | null,
  limit: number,
  cursorAt: (position: string) => string,
): Answer {
  const newestFirst = charge.refunds.toReversed();
  const start = after === null ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
  const records = newestFirst.slice(start, start + limit);
  const last = start + limit < newestFirst.length ? (records.at(-1)?.id ?? null) : null;
  return pageAnswer(log, { records, last }, cursorAt, (refund) => ({
    ...presentRefund(refund, charge),
    stripe_response: refund.stripe_response,
  }));
}

function withStripeResponse(charge: Charge): object {
  return { ...presentCharge(charge), stripe_response: charge.stripe_response };
}

function about(result: { outcome: string; charge?: Charge }): Record<string, string> {
  const { outcome, charge } = result;
  return charge ? { outcome, id: charge.id, state: charge.state } : { outcome };
}
