import { presentCoupon } from '../../lib/coupon/coupon-view';
import { createCoupon } from '../../lib/coupon/create-coupon';
import { deleteCoupon } from '../../lib/coupon/delete-coupon';
import type { Undecided } from '../../lib/coupon/undecided';
import { updateCoupon } from '../../lib/coupon/update-coupon';
import { openTable } from '../../lib/dynamo/client';
import { couponList } from '../../lib/dynamo/coupon-list';
import { readEnvironment } from '../../lib/runtime/environment';
import { type Answer, answer, detail, noContent, notFound } from '../../lib/runtime/http/answer';
import { createdRange } from '../../lib/runtime/http/list-query';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { couponPorts } from '../composition/coupon-ports';
import { servingOperators } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { pageAnswer } from './page-answer';
import { couponInput } from './specs/coupon-body';
import { operateCouponsSpecs } from './specs/coupons';
import { unlessStripeIsOut } from './stripe-out';

const env = readEnvironment(environments['operate-coupons']);
const log = logger('operate-coupons');
const table = openTable(env.TABLE_NAME);
const ports = couponPorts(table, stripeAccess(table, env));
const list = couponList(table);
const livemode = env.LIVEMODE === 'true';

/** Stripe chose the longer ones. */
const couponIdIn = (event: Parameters<typeof pathId>[0]) => pathId(event, 'coupon_id', 255);

/** Coupons, for operators and back ends. */
export const handler = serveRoutes(log, operateCouponsSpecs, servingOperators(table), {
  'POST /aa-stripe/coupons': ({ body, seed }) =>
    unlessStripeIsOut(log, async () => {
      const result = await createCoupon(couponInput(body), { livemode, seed }, ports);
      log.info('coupon creation ended', { outcome: result.outcome });
      switch (result.outcome) {
        case 'created':
          return answer(201, presentCoupon(result.coupon));
        case 'exists':
          return answer(400, { coupon_id: ['Coupon with this id already exists'] });
        case 'refused':
          return answer(400, { stripe_error: result.message });
        default:
          return undecided(result);
      }
    }),

  'GET /aa-stripe/coupons': async ({ query: { filters, after, limit, cursorAt } }) => {
    const filter = { includeDeleted: filters.include_deleted ?? false, created: createdRange(filters) };
    return pageAnswer(log, await list.page(filter, after, limit), cursorAt, presentCoupon);
  },

  'GET /aa-stripe/admin/coupons/{coupon_id}': async ({ event }) => {
    const coupon = await ports.coupons.find(couponIdIn(event));
    if (!coupon) return notFound;
    return answer(200, { ...presentCoupon(coupon), stripe_response: coupon.stripe_response });
  },

  'PATCH /aa-stripe/coupons/{coupon_id}': ({ event, body }) =>
    unlessStripeIsOut(log, async () => {
      const couponId = couponIdIn(event);
      const result = await updateCoupon(couponId, body.metadata, ports);
      log.info('coupon update ended', { coupon_id: couponId, outcome: result.outcome });
      switch (result.outcome) {
        case 'updated':
          return answer(200, presentCoupon(result.coupon));
        case 'not-found':
          return notFound;
        case 'refused':
          return answer(400, { stripe_error: result.message });
        default:
          return undecided(result);
      }
    }),

  'DELETE /aa-stripe/coupons/{coupon_id}': ({ event }) =>
    unlessStripeIsOut(log, async () => {
      const couponId = couponIdIn(event);
      const result = await deleteCoupon(couponId, ports);
      log.info('coupon deletion ended', { coupon_id: couponId, outcome: result.outcome });
      switch (result.outcome) {
        case 'deleted':
          return noContent;
        case 'not-found':
          return notFound;
        case 'refused':
          return answer(400, { stripe_error: result.message });
        default:
          return undecided(result);
      }
    }),
});

function undecided({ outcome }: Undecided): Answer {
  switch (outcome) {
    case 'under-way':
      return detail(409, 'This coupon is being changed. Send the request again later.', 5);
    case 'unavailable':
      return detail(503, 'Stripe cannot be reached now. Send the same request again.', 5);
    case 'unknown':
      return detail(502, 'Stripe broke off; what came of it is being found out.', 60);
  }
}
