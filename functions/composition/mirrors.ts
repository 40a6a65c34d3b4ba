import { chargeCourse } from '../../lib/charge/charge-course';
import type { RunOptions, Step } from '../../lib/command/command';
import { couponCourse } from '../../lib/coupon/coupon-course';
import { customerCourse } from '../../lib/customer/customer-course';
import { chargeList } from '../../lib/dynamo/charge-list';
import type { Table } from '../../lib/dynamo/client';
import { couponList } from '../../lib/dynamo/coupon-list';
import { customerList } from '../../lib/dynamo/customer-list';
import { subscriptionList } from '../../lib/dynamo/subscription-list';
import type { Course } from '../../lib/operation/course';
import { mendRecord } from '../../lib/operation/mend-record';
import type { Page, Time } from '../../lib/operation/ports';
import type { OperatedRecord } from '../../lib/operation/record';
import { subscriptionCourse } from '../../lib/subscription/subscription-course';
import { chargePorts } from './charge-ports';
import { couponPorts } from './coupon-ports';
import { customerPorts } from './customer-ports';
import type { StripeAccess } from './stripe-access';
import { subscriptionPorts } from './subscription-ports';

/** Records of one kind that mirror objects at Stripe. */
export interface Mirror {
  /** The next of them after a position, newest first; each with how it is compared and mended. */
  page(after: string | null, limit: number): Promise<Page<MirroredRecord>>;
}

export interface MirroredRecord {
  id: string;
  mend(options: RunOptions): Promise<Step>;
}

/** All that mirrors Stripe, by the kind of record. */
export function mirrors(table: Table, access: StripeAccess): Record<string, Mirror> {
  const customers = customerPorts(table, access);
  const charges = chargePorts(table, access);
  const subscriptions = subscriptionPorts(table, access);
  const coupons = couponPorts(table, access);
  const { time } = charges;
  const charge = { user: null, state: null, sourceType: null, sourceId: null };
  return {
    customer: mirror(
      (after, limit) => customerList(table).page({ user: null }, after, limit),
      customerCourse(customers),
      time,
    ),
    charge: mirror(
      (after, limit) => chargeList(table).page(charge, after, limit),
      chargeCourse(charges),
      time,
    ),
    subscription: mirror(
      (after, limit) => subscriptionList(table).page({ user: null, status: null }, after, limit),
      subscriptionCourse(subscriptions),
      time,
    ),
    coupon: mirror(
      (after, limit) => couponList(table).page({ includeDeleted: false }, after, limit),
      couponCourse(coupons),
      time,
    ),
  };
}

function mirror<R extends OperatedRecord, S>(
  page: (after: string | null, limit: number) => Promise<Page<R>>,
  course: Course<R, S>,
  time: Time,
): Mirror {
  return {
    page: async (after, limit) => {
      const { records, last, unreadable = [] } = await page(after, limit);
      const readable = records.map((record) => ({
        id: record.id,
        mend: (options: RunOptions) => mendRecord(record, course, options, time),
      }));
      const broken = unreadable.map(({ id, error }) => ({ id, mend: () => Promise.reject(error) }));
      return { records: [...readable, ...broken], last };
    },
  };
}
