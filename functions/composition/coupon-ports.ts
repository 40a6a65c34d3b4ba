import type { CouponPorts } from '../../lib/coupon/ports';
import type { Table } from '../../lib/dynamo/client';
import { couponStore } from '../../lib/dynamo/coupon-store';
import { systemTime } from '../../lib/runtime/time';
import { stripeCoupons } from '../../lib/stripe/stripe-coupons';
import type { StripeAccess } from './stripe-access';

/** The ports of every use case about coupons, on the table and Stripe. */
export function couponPorts(table: Table, { client, requests }: StripeAccess): CouponPorts {
  return {
    coupons: couponStore(table),
    stripeCoupons: stripeCoupons(client),
    stripe: requests,
    time: systemTime,
  };
}
