import type { OperatedRecord } from '../operation/record';

export const DURATIONS = ['once', 'repeating', 'forever'] as const;

/** The terms of a discount, which never change. */
export interface CouponTerms {
  /** Decimal text in major units of `currency`, such as `10.00`; null where a percentage is taken off. */
  amount_off: string | null;
  /** Lower case. */
  currency: string | null;
  percent_off: number | null;
  /** Stripe's word, one of `DURATIONS` so far. */
  duration: string;
  duration_in_months: number | null;
  max_redemptions: number | null;
  /** ISO 8601, UTC. */
  redeem_by: string | null;
}

/**
 * A discount. Which one it is say its `coupon_id` and the second of its creation at Stripe together: an id may be
 * deleted there and given to another coupon. The one that has the id now is the current one, others are past.
 */
export interface Coupon extends OperatedRecord, CouponTerms {
  /** `scpn_…`. */
  id: string;
  /** What customers and Stripe know it by. */
  coupon_id: string;
  metadata: Record<string, string>;
  times_redeemed: number;
  /** Whether it can still be redeemed. */
  valid: boolean;
  /** When Stripe made it, in seconds since the epoch; null while that is not known. `created` says the same then. */
  stripe_created: number | null;
  /** A tombstone: Stripe has it no more. */
  is_deleted: boolean;
  /** Whether another coupon has taken its id. */
  is_past: boolean;
  /** The past coupon whose place it took when it was recorded here. */
  replaces: string | null;
  stripe_response: Record<string, unknown> | null;
}

export function isCreatedAtStripe(coupon: Coupon): boolean {
  return coupon.stripe_created !== null;
}

/** Whether people may be shown it as a coupon that there is. */
export function isLive(coupon: Coupon): boolean {
  return isCreatedAtStripe(coupon) && !coupon.is_deleted;
}
