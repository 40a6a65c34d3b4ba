import fc from 'fast-check';
import { amountFault, MAX_AMOUNT, toMajorUnits, toMinorUnits } from '../../../lib/money/amount';
import { exponentOf, stepOf } from '../../../lib/money/currency';

const anyCurrency = fc.constantFrom('usd', 'eur', 'jpy', 'krw', 'kwd', 'bhd', 'isk', 'ugx', 'mga');
const anyAmount = fc.integer({ min: 0, max: MAX_AMOUNT });

describe('amounts', () => {
  it('come back from major units as they were, digit by digit', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (minor, currency) => {
        const major = toMajorUnits(minor, currency);
        expect(toMinorUnits(major, currency)).toBe(minor);
        expect(major.split('.')[1]?.length ?? 0).toBe(exponentOf(currency));
      }),
    );
  });

  it('do not mind zeros at the end, and no decimals where there are some', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, fc.integer({ min: 0, max: 5 }), (minor, currency, zeros) => {
        const major = toMajorUnits(minor, currency);
        const padded = `${major}${major.includes('.') ? '' : '.0'}${'0'.repeat(zeros)}`;
        expect(toMinorUnits(padded, currency)).toBe(minor);
      }),
    );
  });

  it.each([
    ['10.00', 'usd', 1000],
    ['10', 'usd', 1000],
    ['10.5', 'usd', 1050],
    // Multiplied, these would be 1.1499999999999999 and 433.99999999999994.
    ['1.15', 'usd', 115],
    ['4.34', 'usd', 434],
    ['0.07', 'usd', 7],
    ['500', 'jpy', 500],
    ['500.00', 'jpy', 500],
    ['1.230', 'kwd', 1230],
    ['5', 'isk', 500],
    ['999999.99', 'usd', MAX_AMOUNT],
  ])('%s %s is %i', (major, currency, minor) => {
    expect(toMinorUnits(major, currency)).toBe(minor);
  });

  it.each([
    ['10.001', 'usd'],
    ['1.5', 'jpy'],
    ['1.2345', 'kwd'],
    ['1000000.00', 'usd'],
    ['-1', 'usd'],
    ['+1', 'usd'],
    ['1e3', 'usd'],
    ['1,5', 'usd'],
    ['.5', 'usd'],
    ['5.', 'usd'],
    [' 5', 'usd'],
    ['5\n', 'usd'],
    ['٥', 'usd'],
    ['0x10', 'usd'],
    ['NaN', 'usd'],
    ['', 'usd'],
    ['9'.repeat(13), 'usd'],
  ])('%j is no amount of %s', (major, currency) => {
    expect(toMinorUnits(major, currency)).toBeNull();
  });

  it('show as few digits as there are', () => {
    expect([0, 5, 99, 100].map((minor) => toMajorUnits(minor, 'usd'))).toEqual([
      '0.00',
      '0.05',
      '0.99',
      '1.00',
    ]);
    expect(toMajorUnits(7, 'kwd')).toBe('0.007');
    expect(toMajorUnits(7, 'jpy')).toBe('7');
  });

  it('have to be a multiple of the smallest step', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (minor, currency) => {
        expect(amountFault(minor, currency) === null).toBe(minor % stepOf(currency) === 0);
      }),
    );
    expect(amountFault(150, 'isk')).toBe('Amounts in ISK must be a multiple of 100.');
  });
});
