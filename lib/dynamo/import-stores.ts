import { chargeCodec, chargeStore } from './charge-store';
import type { Table } from './client';
import type { Item } from './conditional-update';
import { couponCodec, couponStore } from './coupon-store';
import { toCustomerItem } from './customer-item';
import { customerStore } from './customer-store';
import { planStore } from './plan-store';
import { putNew } from './put-new';
import { subscriptionCodec, subscriptionStore } from './subscription-store';

/** The stores as an import uses them: what it brings has a life behind it, so its history does not begin here. */
export function importStores(table: Table) {
  const insert =
    <T>(toItem: (record: T) => Item) =>
    (record: T): Promise<boolean> =>
      putNew(table)(toItem(record));
  return {
    customers: { ...customerStore(table), insert: insert(toCustomerItem) },
    charges: { ...chargeStore(table), insert: insert(chargeCodec.toItem) },
    plans: planStore(table),
    subscriptions: { ...subscriptionStore(table), insert: insert(subscriptionCodec.toItem) },
    coupons: { ...couponStore(table), insert: insert(couponCodec.toItem) },
  };
}
