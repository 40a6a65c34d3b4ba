import { exponentOf, stepOf } from './currency';

/** The most that Stripe takes in one payment: eight digits. */
export const MAX_AMOUNT = 99_999_999;

/** Why this many minor units cannot be an amount of the currency; null if they can. */
export function amountFault(amount: number, currency: string): string | null {
  const step = stepOf(currency);
  if (amount % step === 0) return null;
  return `Amounts in ${currency.toUpperCase()} must be a multiple of ${step}.`;
}

/**
 * Minor units of a decimal text in major units, such as `10.00` (usd) → 1000; null if the text is no amount of
 * the currency. Digits are moved, never multiplied: floats do not hold money.
 */
export function toMinorUnits(major: string, currency: string): number | null {
  const parts = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(major);
  if (!parts) return null;
  const [, whole = '', fraction = ''] = parts;
  const exponent = exponentOf(currency);
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (/[1-9]/.test(fraction.slice(exponent))) return null;
  const minor = Number(`${whole}${kept}`);
  return minor <= MAX_AMOUNT ? minor : null;
}

/** Decimal text in major units of an amount in minor units: 1000 usd → `10.00`, 1000 jpy → `1000`. */
export function toMajorUnits(minor: number, currency: string): string {
  const exponent = exponentOf(currency);
  if (exponent === 0) return String(minor);
  const digits = String(minor).padStart(exponent + 1, '0');
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
