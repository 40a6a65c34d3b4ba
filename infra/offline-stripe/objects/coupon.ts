import type { Metadata } from '../params/metadata';

/** A Coupon; `valid` holds for the time it was read. */
export interface Coupon {
  id: string;
  object: 'coupon';
  amount_off: number | null;
  created: number;
  currency: string | null;
  duration: 'once' | 'forever' | 'repeating';
  duration_in_months: number | null;
  livemode: false;
  max_redemptions: number | null;
  metadata: Metadata;
  name: string | null;
  percent_off: number | null;
  redeem_by: number | null;
  times_redeemed: number;
  valid: boolean;
}

export function makeCoupon(id: string, created: number): Coupon {
  return {
    id,
    object: 'coupon',
    amount_off: null,
    created,
    currency: null,
    duration: 'once',
    duration_in_months: null,
    livemode: false,
    max_redemptions: null,
    metadata: {},
    name: null,
    percent_off: null,
    redeem_by: null,
    times_redeemed: 0,
    valid: true,
  };
}

/** The coupon as it stands at a time: it may be used up or too late for it. */
export function couponAt(coupon: Coupon, now: number): Coupon {
  const { max_redemptions: most, redeem_by: last, times_redeemed: times } = coupon;
  return { ...coupon, valid: (most === null || times < most) && (last === null || now <= last) };
}
