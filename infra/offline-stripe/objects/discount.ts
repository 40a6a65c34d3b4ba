import type { Coupon } from './coupon';

/** A Discount: a coupon redeemed for a subscription. */
export interface Discount {
  id: string;
  object: 'discount';
  checkout_session: null;
  customer: string;
  customer_account: null;
  end: number | null;
  invoice: null;
  invoice_item: null;
  promotion_code: null;
  source: { coupon: string; type: 'coupon' };
  start: number;
  subscription: string;
  subscription_item: null;
}

type Redemption = Pick<Discount, 'customer' | 'end' | 'start' | 'subscription'>;

export function makeDiscount(id: string, coupon: string, redemption: Redemption): Discount {
  return {
    id,
    object: 'discount',
    checkout_session: null,
    customer_account: null,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon, type: 'coupon' },
    subscription_item: null,
    ...redemption,
  };
}

/** A discount with the terms of its coupon, which outlive the coupon. */
export interface Redeemed {
  readonly id: string;
  readonly discount: Discount;
  readonly coupon: Coupon;
}
