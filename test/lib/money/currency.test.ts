import { exponentOf, isCurrency, stepOf } from '../../../lib/money/currency';

describe('currencies', () => {
  it.each([
    ['usd', 2, 1],
    ['jpy', 0, 1],
    // Three in ISO 4217 and at Stripe, but the last digit is always 0.
    ['kwd', 3, 10],
    ['tnd', 3, 10],
    // No decimals in ISO 4217; Stripe counts hundredths, and takes whole units only.
    ['isk', 2, 100],
    ['ugx', 2, 100],
    // Five to one in ISO 4217; Stripe counts whole ones.
    ['mga', 0, 1],
    ['huf', 2, 1],
    ['twd', 2, 1],
  ])('%s has %i decimals and goes in steps of %i', (currency, exponent, step) => {
    expect(isCurrency(currency)).toBe(true);
    expect(exponentOf(currency)).toBe(exponent);
    expect(stepOf(currency)).toBe(step);
  });

  it.each([['xxx'], ['USD'], [''], ['us'], ['constructor'], ['usd ']])('%j is none', (currency) => {
    expect(isCurrency(currency)).toBe(false);
  });

  it('counts one that nobody knows as usual', () => {
    expect(exponentOf('xxx')).toBe(2);
    expect(stepOf('xxx')).toBe(1);
  });
});
