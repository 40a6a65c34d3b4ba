import { type CouponDue, refreshCoupons } from '../../lib/coupon/refresh-coupons';
import { openTable } from '../../lib/dynamo/client';
import { couponList } from '../../lib/dynamo/coupon-list';
import { readEnvironment } from '../../lib/runtime/environment';
import { commandParts } from '../composition/command-parts';
import { couponPorts } from '../composition/coupon-ports';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['refresh-coupons']);
const table = openTable(env.TABLE_NAME);
const ports = { ...couponPorts(table, stripeAccess(table, env, 'batch')), couponList: couponList(table) };

/** Command `refresh-coupons`: creates, updates and deletes coupons here so that they equal Stripe's. */
export const handler = commandHandler<CouponDue>({
  ...commandParts('refresh-coupons', table),
  work: (options) => refreshCoupons(ports, options),
});
