import { discountLines, sum, taxesOf } from '../../../../infra/offline-stripe/billing/line-amounts';
import { makeCoupon } from '../../../../infra/offline-stripe/objects/coupon';
import { makeDiscount } from '../../../../infra/offline-stripe/objects/discount';
import { makeTaxRate } from '../../../../infra/offline-stripe/objects/tax-rate';

const redeemed = (id: string, terms: { percent_off?: number; amount_off?: number }) => ({
  id,
  coupon: { ...makeCoupon(id, 0), ...terms },
  discount: makeDiscount(id, id, { customer: 'cus_1', end: null, start: 0, subscription: 'sub_1' }),
});
const rate = (id: string, percentage: number, inclusive: boolean) =>
  makeTaxRate(id, 0, { display_name: id, percentage, inclusive });

describe('the amounts of invoice lines', () => {
  it('are discounted one discount after the other', () => {
    const taken = discountLines(
      [1_000],
      [redeemed('a', { percent_off: 50 }), redeemed('b', { percent_off: 10 })],
    );
    expect(taken).toEqual([
      [
        { amount: 500, discount: 'a' },
        { amount: 50, discount: 'b' },
      ],
    ]);
  });

  it('share a fixed amount to the last cent', () => {
    const taken = discountLines([333, 333, 334], [redeemed('a', { amount_off: 100 })]);
    expect(sum(taken.flat().map(({ amount }) => amount))).toBe(100);
    expect(discountLines([30, 10], [redeemed('a', { amount_off: 100 })]).flat()).toEqual([
      { amount: 30, discount: 'a' },
      { amount: 10, discount: 'a' },
    ]);
  });

  it('contain inclusive taxes, and others come on top', () => {
    const amounts = (taxes: { amount: number; tax_behavior: string }[]) =>
      taxes.map(({ amount, tax_behavior }) => [amount, tax_behavior]);
    expect(amounts(taxesOf(1_190, [rate('t', 19, true)]))).toEqual([[190, 'inclusive']]);
    expect(amounts(taxesOf(1_000, [rate('t', 7.25, false)]))).toEqual([[73, 'exclusive']]);
    expect(amounts(taxesOf(1_100, [rate('t', 10, true), rate('u', 5, false)]))).toEqual([
      [100, 'inclusive'],
      [50, 'exclusive'],
    ]);
  });
});
