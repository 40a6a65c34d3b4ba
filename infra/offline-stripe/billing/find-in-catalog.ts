import type { Account } from '../account';
import { type ApiError, invalidRequest, resourceMissing } from '../http/api-error';
import { type Coupon, couponAt } from '../objects/coupon';
import { asPlan, type Plan } from '../objects/plan';
import type { Price } from '../objects/price';
import type { Product } from '../objects/product';
import type { TaxRate } from '../objects/tax-rate';

export function findProduct(account: Account, id: string, param?: string): Product {
  const product = account.billing.products.get(id);
  if (product === undefined) throw resourceMissing('product', id, param);
  return product;
}

export function findPrice(account: Account, id: string, param?: string): Price {
  const price = account.billing.prices.get(id);
  if (price === undefined) throw resourceMissing('price', id, param);
  return price;
}

export function findPlan(account: Account, id: string, param?: string): { price: Price; plan: Plan } {
  const price = account.billing.prices.get(id);
  const plan = price && asPlan(price);
  if (price === undefined || plan === undefined) throw resourceMissing('plan', id, param);
  return { price, plan };
}

/** The coupon as it stands now. */
export function findCoupon(account: Account, id: string, param?: string): Coupon {
  const coupon = account.billing.coupons.get(id);
  if (coupon === undefined) throw resourceMissing('coupon', id, param);
  return couponAt(coupon, account.now());
}

export function findTaxRate(account: Account, id: string, param?: string): TaxRate {
  const rate = account.billing.taxRates.get(id);
  if (rate === undefined) throw resourceMissing('tax rate', id, param);
  return rate;
}

/** 400: an id of one's own choice that is taken. */
export function alreadyExists(what: string): ApiError {
  return invalidRequest(`${what} already exists.`, { code: 'resource_already_exists' });
}
