import * as v from 'valibot';
import { couponIdentity } from '../coupon/adopt-coupon';
import { Flag, ForeignKey, Text, timeIn } from './fields';
import type { ImportOptions } from './import-options';
import { derivedId, type Row, readRow } from './row';

/** What other rows need to know of a customer. */
export interface IndexedCustomer {
  id: string;
  stripe_customer_id: string;
}

/** What has to be known of all rows before the first one is taken: little, however large the dump is. */
export interface DumpIndex {
  rows: number;
  /** Customers that Stripe knows, by primary key. */
  customers: ReadonlyMap<string, IndexedCustomer>;
  /** Times of creation by primary key, where the order of keys and of times disagree. */
  customerTimes: ReadonlyMap<string, string>;
  /** Coupons' `coupon_id` by primary key. */
  couponIds: ReadonlyMap<string, string>;
  /** The record that has a `coupon_id` now. */
  currentCoupons: ReadonlyMap<string, string>;
  /** Primary keys of coupons that are not deleted although a newer one that is not either has their id. */
  duplicateCoupons: ReadonlySet<string>;
}

interface FoundCustomer {
  pk: string;
  created: number;
}
interface FoundCoupon {
  pk: string;
  id: string;
  created: number;
  isDeleted: boolean;
}

/** Reads a dump once. Rows that are not as they should be are left out here, and reported when it is their turn. */
export async function indexDump(
  rows: AsyncIterable<unknown>,
  { timeZone }: Pick<ImportOptions, 'timeZone'>,
): Promise<DumpIndex> {
  const CustomerFields = v.object({ user: ForeignKey, stripe_customer_id: Text, created: timeIn(timeZone) });
  const CouponFields = v.object({
    coupon_id: v.pipe(v.string(), v.minLength(1)),
    created: timeIn(timeZone),
    is_deleted: Flag,
  });
  const customers = new Map<string, IndexedCustomer>();
  const ofUser = new Map<string, FoundCustomer[]>();
  const ofCouponId = new Map<string, FoundCoupon[]>();
  const readCustomer = ({ model, pk, fields }: Row) => {
    const read = v.safeParse(CustomerFields, fields);
    if (model !== 'aa_stripe.stripecustomer' || !read.success) return;
    const { user, stripe_customer_id, created } = read.output;
    const found = { pk, created: Date.parse(created) };
    ofUser.set(user, [...(ofUser.get(user) ?? []), found]);
    if (stripe_customer_id !== '')
      customers.set(pk, { id: derivedId('scus', model, pk), stripe_customer_id });
  };
  const readCoupon = ({ model, pk, fields }: Row) => {
    const read = v.safeParse(CouponFields, fields);
    if (model !== 'aa_stripe.stripecoupon' || !read.success) return;
    const { coupon_id, is_deleted, ...times } = read.output;
    const created = Math.floor(Date.parse(times.created) / 1000);
    const found = { pk, id: couponIdentity(coupon_id, created), created, isDeleted: is_deleted };
    ofCouponId.set(coupon_id, [...(ofCouponId.get(coupon_id) ?? []), found]);
  };
  let count = 0;
  for await (const raw of rows) {
    count += 1;
    const row = readRow(raw);
    if (row?.model === 'aa_stripe.stripecustomer') readCustomer(row);
    if (row?.model === 'aa_stripe.stripecoupon') readCoupon(row);
  }
  return { rows: count, customers, customerTimes: inOrder([...ofUser.values()]), ...couponsOf(ofCouponId) };
}

/**
 * aa-stripe charges the active customer with the highest key, we the one created last. Where a later key has no
 * later time (old versions kept the day alone), it is given one.
 */
function inOrder(users: FoundCustomer[][]): Map<string, string> {
  const times = new Map<string, string>();
  for (const found of users) {
    let last = Number.NEGATIVE_INFINITY;
    for (const { pk, created } of [...found].sort((a, b) => Number(a.pk) - Number(b.pk))) {
      if (created <= last) times.set(pk, new Date(last + 1).toISOString());
      last = Math.max(created, last + 1);
    }
  }
  return times;
}

/** Of all coupons of one id the newest that is not deleted has it now, else the newest. */
function couponsOf(ofCouponId: Map<string, FoundCoupon[]>) {
  const couponIds = new Map<string, string>();
  const currentCoupons = new Map<string, string>();
  const duplicateCoupons = new Set<string>();
  for (const [couponId, found] of ofCouponId) {
    for (const { pk } of found) couponIds.set(pk, couponId);
    const alive = found.filter(({ isDeleted }) => !isDeleted);
    const [current, ...others] = [...(alive.length > 0 ? alive : found)].sort(
      (a, b) => b.created - a.created,
    );
    if (current) currentCoupons.set(couponId, current.id);
    if (alive.length > 0) for (const { pk } of others) duplicateCoupons.add(pk);
  }
  return { couponIds, currentCoupons, duplicateCoupons };
}
