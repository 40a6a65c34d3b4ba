import * as v from 'valibot';
import { isCalendarDay } from '../subscription/calendar-day';
import type { Subscription } from '../subscription/subscription';
import { Decimal, Flag, ForeignKey, LooseObject, Metadata, TextOrNull, timeIn } from './fields';
import { type ImportContext, livemodeOf, ownerOf, responseOf } from './import-context';
import { RefusedRowError } from './refused-row-error';
import { derivedId, type Row, readFields } from './row';

const Percent = v.pipe(
  Decimal,
  v.transform(Number),
  v.minValue(0, 'is less than 0'),
  v.maxValue(100, 'is more than 100'),
);
const Day = v.pipe(v.string(), v.check(isCalendarDay, 'is not a day'));

/** @throws RefusedRowError */
export function subscriptionOfRow(row: Row, context: ImportContext): Subscription {
  const time = timeIn(context.timeZone);
  const fields = readFields(
    v.object({
      stripe_subscription_id: TextOrNull,
      is_created_at_stripe: Flag,
      plan: ForeignKey,
      user: ForeignKey,
      customer: v.nullish(ForeignKey, null),
      status: TextOrNull,
      metadata: Metadata,
      tax_percent: v.optional(Percent, '0'),
      coupon: v.nullish(ForeignKey, null),
      end_date: v.nullish(Day, null),
      canceled_at: v.nullish(time, null),
      at_period_end: Flag,
      stripe_response: LooseObject,
      created: time,
      updated: time,
    }),
    row,
  );
  const { stripe_subscription_id: stripeId, canceled_at: canceledAt, stripe_response } = fields;
  // Taken as it is, it could be made at Stripe, and billed, a second time.
  if (fields.is_created_at_stripe && stripeId === null)
    throw new RefusedRowError('is created at Stripe, but has no stripe_subscription_id');
  const customer = fields.customer === null ? undefined : context.index.customers.get(fields.customer);
  return {
    id: derivedId('ssub', 'aa_stripe.stripesubscription', row.pk),
    owner: ownerOf(fields.user, context),
    plan_id: fields.plan,
    customer_id: customer?.id ?? null,
    stripe_customer_id: customer?.stripe_customer_id ?? null,
    coupon: couponOf(fields.coupon, stripeId, context),
    metadata: fields.metadata,
    tax_percent: fields.tax_percent,
    end_date: fields.end_date,
    at_period_end: fields.at_period_end,
    stripe_subscription_id: stripeId,
    status: stripeId === null ? null : fields.status,
    cancel_at_period_end: fields.at_period_end && canceledAt !== null,
    canceled_at: canceledAt,
    latest_invoice: null,
    erased_at: null,
    error: null,
    livemode: livemodeOf(stripe_response, context),
    created: fields.created,
    updated: fields.updated,
    version: 1,
    applied_keys: [],
    operation: null,
    stripe_response: responseOf(stripe_response),
  };
}

/** What Stripe knows already has its discount there; what it does not must not be made without. */
function couponOf(pk: string | null, stripeId: string | null, { index }: ImportContext): string | null {
  const couponId = pk === null ? null : index.couponIds.get(pk);
  if (couponId === undefined && stripeId === null)
    throw new RefusedRowError(`its coupon ${pk} is not in the dump`);
  return couponId ?? null;
}
