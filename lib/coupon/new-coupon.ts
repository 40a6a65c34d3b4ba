import { createHash } from 'node:crypto';
import { freshRecord } from '../operation/record';
import type { Coupon, CouponTerms } from './coupon';

export interface CouponInput extends CouponTerms {
  /** Null: one is made. */
  coupon_id: string | null;
  metadata: Record<string, string>;
}

/** A coupon that is not at Stripe yet. `seed`: a ULID, the same for the same request. */
export function newCoupon(input: CouponInput, livemode: boolean, seed: string, now: number): Coupon {
  return {
    ...input,
    id: `scpn_${seed}`,
    coupon_id: input.coupon_id ?? couponIdOf(seed),
    times_redeemed: 0,
    valid: false,
    stripe_created: null,
    is_deleted: false,
    is_past: false,
    replaces: null,
    ...freshRecord(livemode, now),
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Eight random letters and digits, as Stripe makes them, out of the seed's own randomness. docs/adr/0009 */
export function couponIdOf(seed: string): string {
  // Bytes at the end of the alphabet's last round would prefer its first letters.
  const fair = [...createHash('sha256').update(`coupon\n${seed}`).digest()].filter((byte) => byte < 248);
  return fair
    .slice(0, 8)
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('');
}
