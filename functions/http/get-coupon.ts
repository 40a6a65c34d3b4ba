import { isLive } from '../../lib/coupon/coupon';
import { presentCoupon } from '../../lib/coupon/coupon-view';
import { openTable } from '../../lib/dynamo/client';
import { couponStore } from '../../lib/dynamo/coupon-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, notFound } from '../../lib/runtime/http/answer';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { serving } from '../composition/serving';
import { environments } from '../environments';
import { getCouponSpecs } from './specs/coupons';

const env = readEnvironment(environments['get-coupon']);
const table = openTable(env.TABLE_NAME);
const coupons = couponStore(table);

/** `GET /aa-stripe/coupons/{coupon_id}`: for any user, since whoever knows a coupon may redeem it. */
export const handler = serveRoutes(logger('get-coupon'), getCouponSpecs, serving(table, env.OWNER_CLAIM), {
  'GET /aa-stripe/coupons/{coupon_id}': async ({ event }) => {
    const coupon = await coupons.find(pathId(event, 'coupon_id', 255));
    return coupon && isLive(coupon) ? answer(200, presentCoupon(coupon)) : notFound;
  },
});
