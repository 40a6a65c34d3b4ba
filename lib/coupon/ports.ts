import type { RecordHome } from '../operation/course';
import type { DrivePorts } from '../operation/drive-operation';
import type { CreatedRange, Page } from '../operation/ports';
import type { SignalName } from '../signals/signal';
import type { Coupon } from './coupon';
import type { NoCoupon, StripeCoupon } from './stripe-coupon';

/**
 * Where coupons are kept. Saving another coupon over one takes its place: the old one is kept as past and deleted, in
 * the same transaction. Removing one that had taken a place puts back what it had replaced.
 */
export interface CouponStore extends RecordHome<Coupon> {
  /** The coupon that has the id now, deleted or not. Consistent read. */
  find(couponId: string): Promise<Coupon | null>;
  /** One conditional put; false if a coupon has the id. */
  insert(coupon: Coupon, signals?: SignalName[]): Promise<boolean>;
}

export interface CouponFilter {
  /** Whether deleted ones are shown too, past ones among them. */
  includeDeleted: boolean;
  created?: CreatedRange;
}

export interface CouponList {
  /** Without `stripe_response`. */
  page(filter: CouponFilter, after: string | null, limit: number): Promise<Page<Coupon>>;
}

/** Where a page of Stripe's coupons ended: the last one, or, without an id, a time only (seconds). */
export interface CouponMark {
  id: string | null;
  created: number;
}

/**
 * Reads at Stripe.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export interface StripeCoupons {
  retrieve(couponId: string): Promise<StripeCoupon | NoCoupon>;
  /** Up to 100 coupons, newest first, after a mark; one that has no id includes its own second. */
  page(after: CouponMark | null): Promise<{ coupons: StripeCoupon[]; hasMore: boolean }>;
}

export interface CouponPorts extends DrivePorts {
  coupons: CouponStore;
  stripeCoupons: StripeCoupons;
}
