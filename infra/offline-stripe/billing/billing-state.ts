import type { Coupon } from '../objects/coupon';
import type { Redeemed } from '../objects/discount';
import type { Invoice } from '../objects/invoice';
import type { InvoicePayment } from '../objects/invoice-payment';
import type { Price } from '../objects/price';
import type { Product } from '../objects/product';
import type { Subscription } from '../objects/subscription';
import type { TaxRate } from '../objects/tax-rate';
import { Collection } from '../store/collection';

/** What an account holds for billing. */
export interface BillingState {
  readonly products: Collection<Product>;
  /** Plans too: a plan is a recurring price by another name. */
  readonly prices: Collection<Price>;
  readonly coupons: Collection<Coupon>;
  readonly discounts: Collection<Redeemed>;
  readonly taxRates: Collection<TaxRate>;
  readonly subscriptions: Collection<Subscription>;
  readonly invoices: Collection<Invoice>;
  readonly invoicePayments: Collection<InvoicePayment>;
}

export function createBilling(): BillingState {
  return {
    products: new Collection<Product>(),
    prices: new Collection<Price>(),
    coupons: new Collection<Coupon>(),
    discounts: new Collection<Redeemed>(),
    taxRates: new Collection<TaxRate>(),
    subscriptions: new Collection<Subscription>(),
    invoices: new Collection<Invoice>(),
    invoicePayments: new Collection<InvoicePayment>(),
  };
}

export function clearBilling(billing: BillingState): void {
  for (const held of Object.values(billing)) held.clear();
}
