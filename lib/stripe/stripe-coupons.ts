import type Stripe from 'stripe';
import type { CouponMark, StripeCoupons } from '../coupon/ports';
import { NO_COUPON, readLiveCoupon, readStripeCoupon } from '../coupon/stripe-coupon';
import { isNotFound, rethrow } from './failure';

const LIMIT = 100;

export function stripeCoupons(client: () => Promise<Stripe>): StripeCoupons {
  return {
    retrieve: async (couponId) => {
      try {
        return readStripeCoupon(await (await client()).coupons.retrieve(couponId));
      } catch (error) {
        return isNotFound(error) ? NO_COUPON : rethrow(error);
      }
    },
    page: async (after) => {
      try {
        const { data, has_more } = await listAfter(after, await client());
        return { coupons: data.map(readLiveCoupon), hasMore: has_more };
      } catch (error) {
        return rethrow(error);
      }
    },
  };
}

async function listAfter(after: CouponMark | null, stripe: Stripe): Promise<Stripe.ApiList<Stripe.Coupon>> {
  if (after === null) return stripe.coupons.list({ limit: LIMIT });
  const { id, created } = after;
  if (id !== null) {
    try {
      return await stripe.coupons.list({ limit: LIMIT, starting_after: id });
    } catch (error) {
      // Deleted since the page before: its time is as good a mark.
      if (!isMissing(error)) throw error;
    }
  }
  return stripe.coupons.list({ limit: LIMIT, created: { lte: created } });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'resource_missing';
}
