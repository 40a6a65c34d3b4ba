import type { Account } from '../account';
import { invalidRequest, resourceMissing } from '../http/api-error';
import type { Coupon } from '../objects/coupon';
import { makeDiscount, type Redeemed } from '../objects/discount';
import type { Subscription } from '../objects/subscription';
import { newId } from '../store/new-id';
import { findCoupon } from './find-in-catalog';
import { addIntervals } from './next-period';

export interface DiscountRequest {
  coupon?: string;
  discount?: string;
}

/**
 * The discounts asked for, new ones not saved yet.
 * @throws {ApiError} 400 for a coupon that is unknown, no longer valid, or in another currency.
 */
export function prepareDiscounts(
  account: Account,
  subscription: Pick<Subscription, 'id' | 'customer' | 'currency' | 'discounts'>,
  asked: readonly DiscountRequest[],
): Redeemed[] {
  return asked.map(({ coupon: id, discount }, index) => {
    if (discount !== undefined) {
      const kept = subscription.discounts.includes(discount) && account.billing.discounts.get(discount);
      if (!kept) throw resourceMissing('discount', discount, `discounts[${index}][discount]`);
      return kept;
    }
    const param = `discounts[${index}][coupon]`;
    if (id === undefined) throw invalidRequest(`Missing required param: ${param}.`, { param });
    const coupon = findCoupon(account, id, param);
    if (!coupon.valid) {
      throw invalidRequest(`Coupon ${id} is expired and cannot be applied.`, {
        code: 'coupon_expired',
        param,
      });
    }
    if (coupon.currency !== null && coupon.currency !== subscription.currency) {
      throw invalidRequest(
        `The coupon ${id} cannot be applied because its currency is not ${subscription.currency}.`,
        { param },
      );
    }
    return redeem(account.now(), coupon, subscription);
  });
}

function redeem(
  start: number,
  coupon: Coupon,
  { id: subscription, customer }: Pick<Subscription, 'id' | 'customer'>,
): Redeemed {
  const months = coupon.duration_in_months;
  const end = months === null ? null : addIntervals(start, 'month', months);
  const discount = makeDiscount(newId('di'), coupon.id, { customer, end, start, subscription });
  return { id: discount.id, discount, coupon };
}

/** Saves discounts, and counts those that are new as redemptions of their coupons. */
export function saveDiscounts(account: Account, redeemed: readonly Redeemed[]): void {
  const { coupons, discounts } = account.billing;
  for (const one of redeemed) {
    if (discounts.get(one.id) !== undefined) continue;
    discounts.put(one);
    const coupon = coupons.get(one.coupon.id);
    if (coupon !== undefined) coupons.put({ ...coupon, times_redeemed: coupon.times_redeemed + 1 });
  }
}

/** The discounts that an invoice of this time gets. */
export function discountsAt(redeemed: readonly Redeemed[], time: number): Redeemed[] {
  return redeemed.filter(({ discount }) => discount.end === null || time < discount.end);
}
