import type { Account } from '../account';
import type { Redeemed } from '../objects/discount';
import { type Invoice, makeInvoice } from '../objects/invoice';
import { type DiscountAmount, type InvoiceLine, makeLine, type Tax } from '../objects/invoice-line';
import type { Subscription } from '../objects/subscription';
import type { Period, SubscriptionItem } from '../objects/subscription-item';
import { newId } from '../store/new-id';
import { discountLines, sum, taxesOf } from './line-amounts';
import { discountsAt } from './redeem-coupons';

interface Occasion {
  readonly reason: Invoice['billing_reason'];
  /** The period that has just ended; at the start there is none. */
  readonly ended: Period;
  /** Whether the items' period is a trial, which costs nothing. */
  readonly trial: boolean;
  readonly discounts: readonly Redeemed[];
}

/** The invoice for the current period of a subscription, not saved yet. */
export function draftInvoice(account: Account, subscription: Subscription, occasion: Occasion): Invoice {
  const customer = account.customers.get(subscription.customer);
  if (customer === undefined) throw new Error(`${subscription.id} has no customer.`);
  const items = subscription.items.data;
  const id = newId('in');
  const amounts = items.map((item) => (occasion.trial ? 0 : item.price.unit_amount * item.quantity));
  const discounts = discountsAt(occasion.discounts, account.now());
  const rates = customer.tax_exempt === 'none' ? subscription.default_tax_rates : [];
  const taken = discountLines(amounts, discounts);
  const lines = items.map((item, index) => {
    const amount = amounts[index] ?? 0;
    const discount_amounts = taken[index] ?? [];
    return makeLine(newId('il'), item, {
      amount,
      description: describe(account, item, occasion.trial),
      discount_amounts,
      invoice: id,
      metadata: subscription.metadata,
      period: { start: item.current_period_start, end: item.current_period_end },
      taxes: taxesOf(amount - sum(discount_amounts.map((discount) => discount.amount)), rates),
    });
  });
  const subtotal = sum(amounts);
  const total_discount_amounts = addDiscounts(lines, discounts);
  const total_taxes = addTaxes(lines);
  const taxed = (behavior: Tax['tax_behavior'], taxes: readonly Tax[]) =>
    sum(taxes.filter((tax) => tax.tax_behavior === behavior).map(({ amount }) => amount));
  const discounted = subtotal - sum(total_discount_amounts.map(({ amount }) => amount));
  return makeInvoice(
    id,
    account.now(),
    { subscription, customer },
    {
      billing_reason: occasion.reason,
      lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
      period_end: occasion.ended.end,
      period_start: occasion.ended.start,
      subtotal,
      subtotal_excluding_tax: subtotal - taxed('inclusive', taxesOf(subtotal, rates)),
      total: discounted + taxed('exclusive', total_taxes),
      total_discount_amounts,
      total_excluding_tax: discounted - taxed('inclusive', total_taxes),
      total_taxes,
    },
  );
}

function describe(account: Account, { price, quantity }: SubscriptionItem, trial: boolean): string {
  const name = account.billing.products.get(price.product)?.name ?? price.product;
  if (trial) return `Trial period for ${name}`;
  const { interval, interval_count: count } = price.recurring;
  const every = count === 1 ? interval : `every ${count} ${interval}s`;
  return `${quantity} × ${name} (at ${price.unit_amount} ${price.currency} / ${every})`;
}

function addDiscounts(lines: readonly InvoiceLine[], discounts: readonly Redeemed[]): DiscountAmount[] {
  return discounts.map(({ id }) => ({
    amount: sum(
      lines.flatMap((line) =>
        line.discount_amounts.filter(({ discount }) => discount === id).map(({ amount }) => amount),
      ),
    ),
    discount: id,
  }));
}

/** The taxes of all lines by rate: each line has the same rates in the same order. */
function addTaxes(lines: readonly InvoiceLine[]): Tax[] {
  const [first, ...others] = lines;
  return (first?.taxes ?? []).map((tax, index) => ({
    ...tax,
    amount: tax.amount + sum(others.map(({ taxes }) => taxes[index]?.amount ?? 0)),
    taxable_amount: tax.taxable_amount + sum(others.map(({ taxes }) => taxes[index]?.taxable_amount ?? 0)),
  }));
}
