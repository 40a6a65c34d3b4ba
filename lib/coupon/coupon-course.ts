import type { Course } from '../operation/course';
import type { Operation } from '../operation/operation';
import { adoptCoupon, sameMetadata } from './adopt-coupon';
import type { Coupon } from './coupon';
import { couponSignals } from './coupon-signal';
import { looksDifferent } from './coupon-view';
import type { CouponPorts } from './ports';
import { type NoCoupon, readStripeCoupon, type StripeCoupon } from './stripe-coupon';

type AtStripe = StripeCoupon | NoCoupon;

/** The course of a coupon's operations: creation, change of its metadata, deletion. */
export function couponCourse({
  coupons,
  stripeCoupons,
}: Pick<CouponPorts, 'coupons' | 'stripeCoupons'>): Course<Coupon, AtStripe> {
  const nothingMade = (coupon: Coupon, { kind }: Operation) => (kind === 'create_coupon' ? null : coupon);
  return {
    home: coupons,
    read: readStripeCoupon,
    stripeIdOf: ({ coupon_id }) => coupon_id,
    retrieve: (couponId) => stripeCoupons.retrieve(couponId),
    lookFor: async (operation, coupon) => {
      const present = await stripeCoupons.retrieve(coupon.coupon_id);
      return shows(operation, coupon, present) ? present : null;
    },
    // Stripe heeds no key of a deletion: sent again, it would take the coupon that has got the id since.
    lookBefore: async (operation, coupon) => {
      if (operation.kind !== 'delete_coupon') return null;
      const present = await stripeCoupons.retrieve(coupon.coupon_id);
      return isGone(coupon, present) ? present : null;
    },
    // What happens late is told by its event, and mirrored as if it were made elsewhere.
    isHarmlessLate: () => true,
    adopt: adoptCoupon,
    isOutdated: ({ kind }, { code }) => kind !== 'create_coupon' && code === 'resource_missing',
    refused: nothingMade,
    restored: nothingMade,
    abandoned: nothingMade,
    signals: couponSignals,
    looksDifferent,
  };
}

/** Whether Stripe's state shows that the operation took effect, or that it never can. */
function shows({ kind, input }: Operation, coupon: Coupon, present: AtStripe): boolean {
  switch (kind) {
    case 'create_coupon':
      return !present.deleted;
    case 'update_coupon':
      return (
        isGone(coupon, present) || (!present.deleted && sameMetadata(present.metadata, input['metadata']))
      );
    default:
      return isGone(coupon, present);
  }
}

/** Whether Stripe has this coupon no more, though maybe another one of its id. */
export function isGone(coupon: Coupon, present: AtStripe): boolean {
  return present.deleted || present.created !== coupon.stripe_created;
}
