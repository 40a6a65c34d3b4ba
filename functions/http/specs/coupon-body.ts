import * as v from 'valibot';
import { DURATIONS } from '../../../lib/coupon/coupon';
import { amountFault, toMajorUnits, toMinorUnits } from '../../../lib/money/amount';
import type { FieldErrors } from '../../../lib/runtime/http/field-errors';
import { currency, id, integer, metadata } from './fields';

const MAX_COUNT = 2_147_483_647;

/** Major units, so never a JSON number with a fraction: those are floats. */
const amountOff = v.pipe(
  v.union(
    [
      v.pipe(v.string(), v.regex(/^\d{1,12}(\.\d{1,12})?$/)),
      v.pipe(v.number(), v.integer(), v.minValue(0), v.transform(String)),
    ],
    'A decimal text such as "10.00", or a whole number, is required.',
  ),
  v.check((text) => /[1-9]/.test(text), 'Ensure this value is greater than 0.'),
);

const percentOff = v.pipe(
  v.number('A valid number is required.'),
  v.gtValue(0, 'Ensure this value is greater than 0.'),
  v.maxValue(100, 'Ensure this value is less than or equal to 100.'),
  v.check(
    (value) => /^\d+(\.\d{1,2})?$/.test(String(value)),
    'Ensure that there are no more than 2 decimal places.',
  ),
);

const NOT_A_TIME = 'Must be a time in UTC, such as 2030-01-31T12:00:00Z.';
const redeemBy = v.pipe(
  v.string(NOT_A_TIME),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/, NOT_A_TIME),
  v.check(isOfTheCalendar, NOT_A_TIME),
  v.check((text) => Date.parse(text) > Date.now(), 'Must be in the future.'),
  // Stripe counts whole seconds.
  v.transform((text) => `${text.slice(0, 19)}.000Z`),
);

/** There is no 30th of February, though it can be counted on from the 1st. */
function isOfTheCalendar(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19);
}

const optional = <S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema), null);

export const NewCoupon = v.object({
  coupon_id: optional(id),
  duration: v.picklist(DURATIONS, `Must be one of ${DURATIONS.join(', ')}.`),
  amount_off: optional(amountOff),
  currency: optional(currency),
  percent_off: optional(percentOff),
  duration_in_months: optional(integer(1, MAX_COUNT)),
  max_redemptions: optional(integer(1, MAX_COUNT)),
  redeem_by: optional(redeemBy),
  metadata: v.optional(metadata, {}),
});
type NewCoupon = v.InferOutput<typeof NewCoupon>;

/** Rules across fields, each under the field that aa-stripe names. */
export function couponRules(body: NewCoupon): FieldErrors {
  const { amount_off, percent_off, currency: of, duration, duration_in_months: months } = body;
  const isRepeating = duration === 'repeating';
  const amountProblem = amount_off !== null && of !== null ? faultOf(amount_off, of) : null;
  return {
    ...(amountProblem && { amount_off: [amountProblem] }),
    ...(amount_off !== null && of === null && { currency: ['Currency is required when amount_off is set'] }),
    ...(isRepeating &&
      months === null && { duration_in_months: ['Cannot be empty with when duration is set to repeating'] }),
    ...(!isRepeating &&
      months !== null && { duration_in_months: ['Cannot be set when duration is not set to repeating'] }),
    ...((amount_off === null) === (percent_off === null) && {
      non_field_errors: ['Coupon must specify amount_off or percent_off'],
    }),
  };
}

function faultOf(amount: string, currency: string): string | null {
  const minor = toMinorUnits(amount, currency);
  return minor === null ? `Not an amount of ${currency.toUpperCase()}.` : amountFault(minor, currency);
}

/** The coupon as it is recorded: an amount as Stripe would say it, and no currency of nothing. */
export function couponInput(body: NewCoupon) {
  const { amount_off, currency: of } = body;
  if (amount_off === null || of === null) return { ...body, currency: null };
  return { ...body, amount_off: toMajorUnits(toMinorUnits(amount_off, of) ?? 0, of) };
}
