import type { Metadata } from '../params/metadata';
import type { Period, SubscriptionItem } from './subscription-item';

export interface DiscountAmount {
  amount: number;
  discount: string;
}

export interface Tax {
  amount: number;
  tax_behavior: 'exclusive' | 'inclusive';
  tax_rate_details: { tax_rate: string };
  taxability_reason: 'not_available';
  taxable_amount: number;
  type: 'tax_rate_details';
}

/** A line of an invoice; `amount` is before discounts and exclusive taxes. */
export interface InvoiceLine {
  id: string;
  object: 'line_item';
  amount: number;
  currency: string;
  description: string | null;
  discount_amounts: DiscountAmount[];
  discountable: true;
  discounts: never[];
  invoice: string;
  livemode: false;
  metadata: Metadata;
  parent: {
    invoice_item_details: null;
    subscription_item_details: {
      invoice_item: null;
      proration: false;
      proration_details: null;
      subscription: string;
      subscription_item: string;
    };
    type: 'subscription_item_details';
  };
  period: Period;
  pretax_credit_amounts: never[];
  pricing: {
    price_details: { price: string; product: string };
    type: 'price_details';
    unit_amount_decimal: string;
  };
  quantity: number;
  quantity_decimal: string;
  subscription: string;
  subtotal: number;
  taxes: Tax[];
}

type Sum = Pick<
  InvoiceLine,
  'amount' | 'description' | 'discount_amounts' | 'invoice' | 'metadata' | 'period' | 'taxes'
>;

/** The line of a subscription's item. */
export function makeLine(id: string, item: SubscriptionItem, sum: Sum): InvoiceLine {
  const { id: subscription_item, price, quantity, subscription } = item;
  return {
    id,
    object: 'line_item',
    currency: price.currency,
    discountable: true,
    discounts: [],
    livemode: false,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription,
        subscription_item,
      },
      type: 'subscription_item_details',
    },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription,
    subtotal: sum.amount,
    ...sum,
  };
}
