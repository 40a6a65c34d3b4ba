import { written } from '../operation/record';
import { adoptCoupon } from './adopt-coupon';
import { changeCoupon, mayBegin } from './change-coupon';
import { isGone } from './coupon-course';
import { deleteCouponRequest } from './coupon-request';
import { couponSignals } from './coupon-signal';
import type { CouponPorts } from './ports';
import type { Undecided } from './undecided';

export type DeletedCoupon =
  | { outcome: 'deleted' }
  /** Unknown, or deleted before. */
  | { outcome: 'not-found' }
  | { outcome: 'refused'; message: string }
  | Undecided;

const TRIES = 5;

/**
 * Deletes a coupon at Stripe and keeps its record as a tombstone. Stripe deletes whatever has the id, so it is asked
 * first whether that is this very coupon; one that is gone there needs no deletion.
 * @throws StripeDeniedError, StripeUnavailableError; nothing was changed
 */
export async function deleteCoupon(couponId: string, ports: CouponPorts): Promise<DeletedCoupon> {
  for (let i = 0; i < TRIES; i += 1) {
    const coupon = await ports.coupons.find(couponId);
    if (!coupon || coupon.is_deleted) return { outcome: 'not-found' };
    const now = ports.time.now();
    if (!mayBegin(coupon, ['update_coupon', 'delete_coupon'], now)) return { outcome: 'under-way' };
    const present = await ports.stripeCoupons.retrieve(couponId);
    if (isGone(coupon, present)) {
      const next = written(adoptCoupon(coupon, present, now), coupon, now);
      if (await ports.coupons.save(next, coupon, couponSignals(coupon, next))) return { outcome: 'deleted' };
      continue;
    }
    const request = deleteCouponRequest(coupon);
    const driven = await changeCoupon(
      coupon,
      { kind: 'delete_coupon', request: () => request, input: {} },
      ports,
    );
    if (!driven) continue;
    switch (driven.outcome) {
      case 'done':
        return { outcome: 'deleted' };
      case 'refused':
        return { outcome: 'refused', message: driven.failure.message };
      default:
        return { outcome: driven.outcome };
    }
  }
  return { outcome: 'under-way' };
}
