import { invalidRequest } from '../http/api-error';
import { currency } from '../params/currency';
import { decimal } from '../params/decimal';
import { integer, oneOf, string } from '../params/kinds';
import type { Read } from '../params/read-fields';

/** The terms of a coupon, which never change. */
export const couponTerms = {
  amount_off: integer({ min: 1 }),
  currency,
  duration: oneOf('once', 'forever', 'repeating'),
  duration_in_months: integer({ min: 1 }),
  max_redemptions: integer({ min: 1 }),
  name: string,
  percent_off: decimal({ above: 0, max: 100, places: 12 }),
  redeem_by: integer(),
};

/** @throws {ApiError} 400 for terms that contradict each other. */
export function checkTerms(terms: Read<typeof couponTerms>, now: number): void {
  const { amount_off: amount, percent_off: percent, duration_in_months: months, redeem_by: last } = terms;
  if (amount === undefined && percent === undefined) {
    throw invalidRequest('You must pass either amount_off or percent_off.', { code: 'parameter_missing' });
  }
  if (amount !== undefined && percent !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: amount_off, percent_off.');
  }
  if (amount !== undefined && terms.currency === undefined) {
    throw invalidRequest('You must pass currency when passing amount_off.', {
      code: 'parameter_missing',
      param: 'currency',
    });
  }
  if ((terms.duration === 'repeating') !== (months !== undefined)) {
    throw invalidRequest('duration_in_months goes with duration=repeating, and only with it.', {
      param: 'duration_in_months',
    });
  }
  if (last !== undefined && last <= now) {
    throw invalidRequest('redeem_by must be in the future.', { param: 'redeem_by' });
  }
}
