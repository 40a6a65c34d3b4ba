import type { CouponList } from '../coupon/ports';
import type { Table } from './client';
import { couponCodec, LIVE_COUPONS } from './coupon-store';
import { shardPks } from './keys';
import { pageOf } from './page-of';

/** Coupons, newest first by their creation at Stripe. */
export function couponList(table: Table): CouponList {
  return {
    page: ({ includeDeleted, created }, after, limit) =>
      pageOf(
        table,
        {
          source: includeDeleted
            ? { index: 'gsi4', pks: shardPks('coupon') }
            : { index: 'gsi2', pks: shardPks(LIVE_COUPONS) },
          created,
          attributes: couponCodec.listed,
          fromItem: couponCodec.fromItem,
          matches: ({ is_deleted }) => includeDeleted || !is_deleted,
        },
        after,
        limit,
      ),
  };
}
