import type { Coupon } from '../objects/coupon';
import type { Redeemed } from '../objects/discount';
import type { DiscountAmount, Tax } from '../objects/invoice-line';
import type { TaxRate } from '../objects/tax-rate';

/** A percentage of an amount in whole minor units; percentages have four decimals at most where it matters. */
function percentOf(amount: number, percent: number): number {
  return Math.round((amount * Math.round(percent * 10_000)) / 1_000_000);
}

/** What each discount takes off each line, one discount after the other. */
export function discountLines(amounts: readonly number[], redeemed: readonly Redeemed[]): DiscountAmount[][] {
  const left = [...amounts];
  const taken: DiscountAmount[][] = amounts.map(() => []);
  for (const { id, coupon } of redeemed) {
    for (const [index, amount] of share(left, coupon).entries()) {
      left[index] = (left[index] ?? 0) - amount;
      taken[index]?.push({ amount, discount: id });
    }
  }
  return taken;
}

/** A coupon's part of each line: of a fixed amount, as much as the line is worth among all. */
function share(amounts: readonly number[], coupon: Coupon): number[] {
  const { amount_off, percent_off } = coupon;
  if (percent_off !== null) return amounts.map((amount) => percentOf(amount, percent_off));
  let worth = sum(amounts);
  let off = Math.min(amount_off ?? 0, worth);
  return amounts.map((amount) => {
    const part = worth === 0 ? 0 : Math.round((off * amount) / worth);
    worth -= amount;
    off -= part;
    return part;
  });
}

/** The taxes of an amount; inclusive ones are a part of it, the others come on top. */
export function taxesOf(amount: number, rates: readonly TaxRate[]): Tax[] {
  const inclusive = sum(rates.filter((rate) => rate.inclusive).map(({ percentage }) => percentage));
  const net = amount / (1 + inclusive / 100);
  return rates.map((rate) => ({
    amount: rate.inclusive ? Math.round((net * rate.percentage) / 100) : percentOf(net, rate.percentage),
    tax_behavior: rate.inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: 'not_available',
    taxable_amount: Math.round(net),
    type: 'tax_rate_details',
  }));
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
