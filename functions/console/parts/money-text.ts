import { toMajorUnits } from '../../../lib/money/amount';

/** `1250 usd` → `12.50 USD`: digits are moved, never computed. */
export function moneyText(minor: number, currency: string): string {
  const sign = minor < 0 ? '−' : '';
  const [whole = '0', fraction] = toMajorUnits(Math.abs(minor), currency).split('.');
  const grouped = BigInt(whole).toLocaleString('en-US').replaceAll(',', ' ');
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`} ${currency.toUpperCase()}`;
}
