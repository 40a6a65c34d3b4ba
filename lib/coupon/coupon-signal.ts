import { type PendingSignal, type Signal, type SignalName, signalDetail, toSignal } from '../signals/signal';
import { type Coupon, isCreatedAtStripe } from './coupon';
import { looksDifferent, presentCoupon } from './coupon-view';

export function couponSignal(pending: PendingSignal, coupon: Coupon): Signal {
  return toSignal(pending.signal, signalDetail(pending, coupon, presentCoupon(coupon)));
}

/** Tells of whatever a reader could see, once there is something at Stripe that it is about. */
export function couponSignals(before: Coupon, after: Coupon): SignalName[] {
  return isCreatedAtStripe(after) && looksDifferent(before, after) ? ['stripe_coupon_updated'] : [];
}
