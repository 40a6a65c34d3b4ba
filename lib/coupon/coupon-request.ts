import { toMinorUnits } from '../money/amount';
import type { FrozenRequest } from '../operation/operation';
import type { Coupon } from './coupon';

export function createCouponRequest(coupon: Coupon): FrozenRequest {
  const { coupon_id, duration, percent_off, duration_in_months, max_redemptions, redeem_by, metadata } =
    coupon;
  return {
    method: 'POST',
    path: '/v1/coupons',
    params: {
      id: coupon_id,
      duration,
      ...amountOff(coupon),
      ...(percent_off !== null && { percent_off }),
      ...(duration_in_months !== null && { duration_in_months }),
      ...(max_redemptions !== null && { max_redemptions }),
      ...(redeem_by !== null && { redeem_by: Date.parse(redeem_by) / 1000 }),
      metadata,
    },
  };
}

function amountOff({ amount_off, currency }: Coupon): object {
  if (amount_off === null || currency === null) return {};
  const minor = toMinorUnits(amount_off, currency);
  if (minor === null) throw new Error(`${amount_off} is no amount in ${currency}.`);
  return { amount_off: minor, currency };
}

/** Metadata can be set and unset; what is not named stays, so what is gone is named as empty. */
export function updateCouponRequest(coupon: Coupon, metadata: Record<string, string>): FrozenRequest {
  const removed = Object.keys(coupon.metadata).filter((key) => !Object.hasOwn(metadata, key));
  return {
    method: 'POST',
    path: pathOf(coupon),
    params: { metadata: { ...metadata, ...Object.fromEntries(removed.map((key) => [key, ''])) } },
  };
}

export function deleteCouponRequest(coupon: Coupon): FrozenRequest {
  return { method: 'DELETE', path: pathOf(coupon), params: {} };
}

function pathOf({ coupon_id }: Coupon): string {
  return `/v1/coupons/${encodeURIComponent(coupon_id)}`;
}
