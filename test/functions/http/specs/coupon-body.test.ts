import { couponInput, couponRules, NewCoupon } from '../../../../functions/http/specs/coupon-body';
import { jsonBody } from '../../../../lib/runtime/http/json-body';
import { httpEvent } from '../../../fixtures/http-event';
import { refusalOf } from '../../../fixtures/refusal-of';

const read = (body: object) =>
  jsonBody(
    httpEvent({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    NewCoupon,
  );
const percent = { duration: 'forever', percent_off: 10 };
const amount = { duration: 'once', amount_off: '10.00', currency: 'usd' };

describe('the body of a new coupon', () => {
  it.each([
    ['10.00', 'USD', '10.00'],
    ['10', 'usd', '10.00'],
    [10, 'usd', '10.00'],
    ['0.5', 'eur', '0.50'],
    ['1000', 'JPY', '1000'],
    ['1.5', 'kwd', '1.500'],
    ['5', 'isk', '5.00'],
  ])('takes %p %s off and says it as %s', (amount_off, currency, shown) => {
    const body = read({ duration: 'once', amount_off, currency });
    expect(couponRules(body)).toEqual({});
    expect(couponInput(body)).toMatchObject({ amount_off: shown, currency: currency.toLowerCase() });
  });

  it.each([0.5, 1, 12.5, 33.33, 99.99, 100])('takes %p per cent off', (percent_off) => {
    expect(read({ ...percent, percent_off }).percent_off).toBe(percent_off);
  });

  it('fills in what is left out or null, and drops a currency of nothing', () => {
    const body = read({ ...percent, amount_off: null, currency: 'eur', redeem_by: null });
    expect(couponRules(body)).toEqual({});
    expect(couponInput(body)).toEqual({
      coupon_id: null,
      duration: 'forever',
      amount_off: null,
      currency: null,
      percent_off: 10,
      duration_in_months: null,
      max_redemptions: null,
      redeem_by: null,
      metadata: {},
    });
  });

  it('cuts a time to whole seconds', () => {
    expect(read({ ...percent, redeem_by: '2040-01-31T12:00:00.987Z' }).redeem_by).toBe(
      '2040-01-31T12:00:00.000Z',
    );
  });

  it.each<[string, object]>([
    ['duration', {}],
    ['duration', { duration: 'weekly' }],
    ['coupon_id', { coupon_id: 'a b' }],
    ['coupon_id', { coupon_id: '' }],
    ['coupon_id', { coupon_id: 'x'.repeat(65) }],
    ['amount_off', { amount_off: 10.5 }],
    ['amount_off', { amount_off: '-1' }],
    ['amount_off', { amount_off: '0.00' }],
    ['amount_off', { amount_off: 0 }],
    ['amount_off', { amount_off: '1e3' }],
    ['amount_off', { amount_off: 'ten' }],
    ['currency', { currency: 'xxx' }],
    ['currency', { currency: 1 }],
    ['percent_off', { percent_off: 0 }],
    ['percent_off', { percent_off: 100.01 }],
    ['percent_off', { percent_off: 1e-7 }],
    ['percent_off', { percent_off: 33.333 }],
    ['percent_off', { percent_off: '10' }],
    ['duration_in_months', { duration_in_months: 0 }],
    ['duration_in_months', { duration_in_months: '3' }],
    ['max_redemptions', { max_redemptions: 0 }],
    ['max_redemptions', { max_redemptions: 1.5 }],
    ['redeem_by', { redeem_by: '2020-01-01T00:00:00Z' }],
    ['redeem_by', { redeem_by: '2040-01-01' }],
    ['redeem_by', { redeem_by: '2040-01-01T00:00:00+01:00' }],
    ['redeem_by', { redeem_by: '2040-02-30T00:00:00Z' }],
    ['redeem_by', { redeem_by: 2_000_000_000 }],
    ['metadata', { metadata: { k: 1 } }],
    ['metadata', { metadata: [] }],
    ['times_redeemed', { times_redeemed: 1 }],
    ['livemode', { livemode: true }],
  ])('refuses %s in %j by name', (field, body) => {
    const refused = refusalOf(() => read({ ...(field === 'duration' ? {} : percent), ...body }));
    expect(refused).toMatchObject({ status: 400 });
    expect(Object.keys(refused.body)).toEqual([field]);
  });

  it.each<[object, object]>([
    [{ duration: 'once', amount_off: '5' }, { currency: ['Currency is required when amount_off is set'] }],
    [{ duration: 'once' }, { non_field_errors: ['Coupon must specify amount_off or percent_off'] }],
    [{ ...amount, percent_off: 5 }, { non_field_errors: ['Coupon must specify amount_off or percent_off'] }],
    [
      { ...percent, duration: 'repeating' },
      { duration_in_months: ['Cannot be empty with when duration is set to repeating'] },
    ],
    [
      { ...percent, duration_in_months: 3 },
      { duration_in_months: ['Cannot be set when duration is not set to repeating'] },
    ],
    [{ ...amount, amount_off: '10.001' }, { amount_off: ['Not an amount of USD.'] }],
    [{ ...amount, amount_off: '10.5', currency: 'jpy' }, { amount_off: ['Not an amount of JPY.'] }],
    [{ ...amount, amount_off: '1000000' }, { amount_off: ['Not an amount of USD.'] }],
    [
      { ...amount, amount_off: '1.50', currency: 'isk' },
      { amount_off: ['Amounts in ISK must be a multiple of 100.'] },
    ],
    [
      { duration: 'repeating', amount_off: '5', percent_off: 5 },
      {
        currency: ['Currency is required when amount_off is set'],
        duration_in_months: ['Cannot be empty with when duration is set to repeating'],
        non_field_errors: ['Coupon must specify amount_off or percent_off'],
      },
    ],
  ])('refuses %j with all that is wrong', (body, errors) => {
    expect(couponRules(read(body))).toEqual(errors);
  });
});
