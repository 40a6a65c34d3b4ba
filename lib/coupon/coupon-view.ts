import * as v from 'valibot';
import { Metadata, NullableText, Text, Timestamp } from '../operation/view';
import { viewsDiffer } from '../operation/views-differ';
import { type Coupon, isCreatedAtStripe } from './coupon';

const Count = v.pipe(v.number(), v.integer());

/** A coupon as the API and the signals show it. */
export const CouponView = v.object({
  coupon_id: Text,
  /** Decimal text in major units of `currency`. */
  amount_off: NullableText,
  currency: NullableText,
  duration: Text,
  duration_in_months: v.nullable(Count),
  livemode: v.boolean(),
  max_redemptions: v.nullable(Count),
  metadata: Metadata,
  percent_off: v.nullable(v.number()),
  redeem_by: v.nullable(Timestamp),
  times_redeemed: Count,
  valid: v.boolean(),
  is_created_at_stripe: v.boolean(),
  /** When Stripe made it; until that is known, when it was recorded. */
  created: Timestamp,
  updated: Timestamp,
  is_deleted: v.boolean(),
});
export type CouponView = v.InferOutput<typeof CouponView>;

export function presentCoupon(coupon: Coupon): CouponView {
  return {
    coupon_id: coupon.coupon_id,
    amount_off: coupon.amount_off,
    currency: coupon.currency,
    duration: coupon.duration,
    duration_in_months: coupon.duration_in_months,
    livemode: coupon.livemode,
    max_redemptions: coupon.max_redemptions,
    metadata: coupon.metadata,
    percent_off: coupon.percent_off,
    redeem_by: coupon.redeem_by,
    times_redeemed: coupon.times_redeemed,
    valid: coupon.valid,
    is_created_at_stripe: isCreatedAtStripe(coupon),
    created: coupon.created,
    updated: coupon.updated,
    is_deleted: coupon.is_deleted,
  };
}

export function looksDifferent(before: Coupon, after: Coupon): boolean {
  return before.id !== after.id || viewsDiffer(ordered(before), ordered(after));
}

/** Neither the table nor Stripe keeps the order of keys. */
function ordered(coupon: Coupon) {
  return { ...presentCoupon(coupon), metadata: Object.entries(coupon.metadata).sort() };
}
