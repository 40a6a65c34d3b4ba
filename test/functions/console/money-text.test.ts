import { moneyText } from '../../../functions/console/parts/money-text';

describe('money as the console shows it', () => {
  it.each([
    [1250, 'usd', '12.50 USD'],
    [5, 'eur', '0.05 EUR'],
    [0, 'eur', '0.00 EUR'],
    [35000, 'jpy', '35 000 JPY'],
    [1234567890, 'usd', '12 345 678.90 USD'],
    [1230, 'kwd', '1.230 KWD'],
    [-250, 'usd', '−2.50 USD'],
  ])('%d %s is %s', (minor, currency, text) => {
    expect(moneyText(minor, currency)).toBe(text);
  });
});
