import { changeCoupon, mayBegin } from './change-coupon';
import { type Coupon, isLive } from './coupon';
import { updateCouponRequest } from './coupon-request';
import type { CouponPorts } from './ports';
import type { Undecided } from './undecided';

export type UpdatedCoupon =
  | { outcome: 'updated'; coupon: Coupon }
  /** Unknown, deleted, or, as this has shown, gone at Stripe. */
  | { outcome: 'not-found' }
  | { outcome: 'refused'; message: string }
  | Undecided;

const TRIES = 5;

/**
 * Replaces a coupon's metadata, at Stripe first; all else is taken back from its answer.
 * @throws StripeDeniedError
 */
export async function updateCoupon(
  couponId: string,
  metadata: Record<string, string>,
  ports: CouponPorts,
): Promise<UpdatedCoupon> {
  for (let i = 0; i < TRIES; i += 1) {
    const coupon = await ports.coupons.find(couponId);
    if (!coupon || coupon.is_deleted) return { outcome: 'not-found' };
    if (!mayBegin(coupon, ['update_coupon'], ports.time.now())) return { outcome: 'under-way' };
    const request = updateCouponRequest(coupon, metadata);
    const driven = await changeCoupon(
      coupon,
      { kind: 'update_coupon', request: () => request, input: { metadata } },
      ports,
    );
    if (!driven) continue;
    switch (driven.outcome) {
      case 'done':
        return isLive(driven.record)
          ? { outcome: 'updated', coupon: driven.record }
          : { outcome: 'not-found' };
      case 'refused':
        return { outcome: 'refused', message: driven.failure.message };
      default:
        return { outcome: driven.outcome };
    }
  }
  return { outcome: 'under-way' };
}
