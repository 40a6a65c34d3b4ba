import * as v from 'valibot';
import type { Coupon } from '../coupon/coupon';
import type { CouponStore } from '../coupon/ports';
import type { Table } from './client';
import { readRecord } from './due';
import { pastCouponKey, position, recordKey, shardOf, stateList } from './keys';
import { Json } from './operation-item';
import { orNull, type RecordCodec, recordCodec } from './record-codec';
import { recordStore } from './record-store';
import { putBack, takePlace } from './take-place';

/** Of the coupons that are not deleted. */
export const LIVE_COUPONS = stateList('coupon', 'live');

export const couponCodec: RecordCodec<Coupon> = recordCodec({
  kind: 'coupon',
  fields: v.object({
    coupon_id: v.string(),
    amount_off: orNull(v.string()),
    currency: orNull(v.string()),
    percent_off: orNull(v.number()),
    duration: v.string(),
    duration_in_months: orNull(v.number()),
    max_redemptions: orNull(v.number()),
    redeem_by: orNull(v.string()),
    metadata: v.record(v.string(), v.string()),
    times_redeemed: v.number(),
    valid: v.boolean(),
    stripe_created: orNull(v.number()),
    is_deleted: v.boolean(),
    is_past: v.boolean(),
    replaces: orNull(v.string()),
    stripe_response: orNull(Json),
  }),
  packed: ['stripe_response'],
  key: ({ coupon_id, id, is_past }) =>
    is_past ? pastCouponKey(coupon_id, id) : recordKey('coupon', coupon_id),
  indexes: ({ id, created, is_deleted }) => ({
    ...(!is_deleted && { gsi2: [shardOf(LIVE_COUPONS, id), position(created, id)] }),
    gsi4: [shardOf('coupon', id), position(created, id)],
  }),
  trace: (coupon) => ({ state: stateOf(coupon), error: null, by: null }),
});

function stateOf({
  is_deleted,
  stripe_created,
  valid,
}: Pick<Coupon, 'is_deleted' | 'stripe_created' | 'valid'>) {
  if (is_deleted) return 'deleted';
  if (stripe_created === null) return 'recorded';
  return valid ? 'valid' : 'not valid';
}

export function couponStore(table: Table): CouponStore {
  const store = recordStore(table, couponCodec);
  return {
    ...store,
    find: (couponId) => store.get(recordKey('coupon', couponId)),
    save: (next, previous, signals = []) =>
      next.id === previous.id
        ? store.save(next, previous, signals)
        : takePlace(table, couponCodec, next, previous, signals),
    remove: async (coupon) => {
      const { coupon_id, replaces } = coupon;
      const past = replaces === null ? null : await readRecord(table, pastCouponKey(coupon_id, replaces));
      return past ? putBack(table, couponCodec, coupon, past) : store.remove(coupon);
    },
  };
}
