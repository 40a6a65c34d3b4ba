import * as v from 'valibot';
import { couponIdentity } from '../coupon/adopt-coupon';
import { type Coupon, DURATIONS } from '../coupon/coupon';
import { toMajorUnits, toMinorUnits } from '../money/amount';
import { Count, CountOrNull, Decimal, Flag, LooseObject, Metadata, TextOrNull, timeIn } from './fields';
import { type ImportContext, responseOf } from './import-context';
import { RefusedRowError } from './refused-row-error';
import { type Row, readFields } from './row';

/**
 * A coupon: the one that has its id now, or a past one, which is gone whatever its row says.
 * @throws RefusedRowError also for one of several that are alive under one id
 */
export function couponOfRow(row: Row, context: ImportContext): Coupon {
  const time = timeIn(context.timeZone);
  const fields = readFields(
    v.object({
      coupon_id: v.pipe(v.string(), v.minLength(1, 'is empty')),
      amount_off: v.nullish(Decimal, null),
      currency: TextOrNull,
      percent_off: v.nullish(v.pipe(Decimal, v.transform(Number)), null),
      duration: v.picklist(DURATIONS),
      duration_in_months: CountOrNull,
      max_redemptions: CountOrNull,
      redeem_by: v.nullish(time, null),
      times_redeemed: v.nullish(Count, 0),
      valid: Flag,
      livemode: v.optional(v.boolean(), context.livemode),
      metadata: Metadata,
      is_deleted: Flag,
      stripe_response: LooseObject,
      created: time,
      updated: time,
    }),
    row,
  );
  const { coupon_id } = fields;
  const currency = fields.currency?.toLowerCase() ?? null;
  if (context.index.duplicateCoupons.has(row.pk))
    throw new RefusedRowError(`another coupon that is not deleted has the coupon_id ${coupon_id}`);
  const stripeCreated = Math.floor(Date.parse(fields.created) / 1000);
  const id = couponIdentity(coupon_id, stripeCreated);
  const isPast = context.index.currentCoupons.get(coupon_id) !== id;
  const isDeleted = isPast || fields.is_deleted;
  return {
    id,
    coupon_id,
    amount_off: amountOff(fields.amount_off, currency),
    currency,
    percent_off: fields.percent_off,
    duration: fields.duration,
    duration_in_months: fields.duration_in_months,
    max_redemptions: fields.max_redemptions,
    redeem_by: fields.redeem_by,
    metadata: fields.metadata,
    times_redeemed: fields.times_redeemed,
    valid: !isDeleted && fields.valid,
    stripe_created: stripeCreated,
    is_deleted: isDeleted,
    is_past: isPast,
    replaces: null,
    livemode: fields.livemode,
    created: fields.created,
    updated: fields.updated,
    version: 1,
    applied_keys: [],
    operation: null,
    stripe_response: responseOf(fields.stripe_response),
  };
}

/** aa-stripe divides Stripe's minor units by 100 whatever the currency: 1000 jpy stand there as 10.00. */
function amountOff(text: string | null, currency: string | null): string | null {
  if (text === null || Number(text) === 0) return null;
  const minor = currency === null ? null : toMinorUnits(text, 'usd');
  if (minor === null || currency === null)
    throw new RefusedRowError('amount_off is no amount of its currency');
  return toMajorUnits(minor, currency);
}
