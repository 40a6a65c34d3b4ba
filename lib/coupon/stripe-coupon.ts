import * as v from 'valibot';
import { toMajorUnits } from '../money/amount';
import type { CouponTerms } from './coupon';

/** A coupon as Stripe describes it, reduced to what this product relies on. */
export interface StripeCoupon extends CouponTerms {
  deleted: false;
  id: string;
  /** Seconds since the epoch. */
  created: number;
  livemode: boolean;
  metadata: Record<string, string>;
  times_redeemed: number;
  valid: boolean;
  raw: Record<string, unknown>;
}

/** Stripe has no coupon of this id, or has just deleted it. */
export interface NoCoupon {
  deleted: true;
}
export const NO_COUPON: NoCoupon = { deleted: true };

const Count = v.nullish(v.number(), null);
const CouponObject = v.object({
  object: v.literal('coupon'),
  id: v.string(),
  created: v.number(),
  livemode: v.boolean(),
  amount_off: Count,
  currency: v.nullish(v.string(), null),
  percent_off: Count,
  duration: v.string(),
  duration_in_months: Count,
  max_redemptions: Count,
  redeem_by: Count,
  metadata: v.nullish(v.record(v.string(), v.string()), {}),
  times_redeemed: v.nullish(v.number(), 0),
  valid: v.boolean(),
});
const DeletedObject = v.object({ object: v.literal('coupon'), deleted: v.literal(true) });
const Raw = v.record(v.string(), v.unknown());

/**
 * Reads a coupon, or the answer to its deletion.
 * @throws v.ValiError if it is neither
 * @see https://docs.stripe.com/api/coupons/object
 */
export function readStripeCoupon(raw: unknown): StripeCoupon | NoCoupon {
  return v.is(DeletedObject, raw) ? NO_COUPON : readLiveCoupon(raw);
}

/** @throws v.ValiError if it is not a coupon */
export function readLiveCoupon(raw: unknown): StripeCoupon {
  const { object: _, amount_off, redeem_by, metadata, ...rest } = v.parse(CouponObject, raw);
  return {
    ...rest,
    deleted: false,
    amount_off: amount_off === null ? null : toMajorUnits(amount_off, rest.currency ?? ''),
    redeem_by: redeem_by === null ? null : timeOf(redeem_by),
    metadata: metadata ?? {},
    raw: v.parse(Raw, raw),
  };
}

/** ISO 8601 of seconds since the epoch. */
export function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
