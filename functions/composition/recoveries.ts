import { chargeCourse } from '../../lib/charge/charge-course';
import type { RunOptions, Step } from '../../lib/command/command';
import { couponCourse } from '../../lib/coupon/coupon-course';
import { customerCourse } from '../../lib/customer/customer-course';
import { recoverOperation as recoverCard } from '../../lib/customer/recover-operation';
import { chargeCodec } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { couponCodec } from '../../lib/dynamo/coupon-store';
import { fromCustomerItem } from '../../lib/dynamo/customer-item';
import { planCodec } from '../../lib/dynamo/plan-store';
import { subscriptionCodec } from '../../lib/dynamo/subscription-store';
import { taxRateCodec } from '../../lib/dynamo/tax-rate-store';
import type { Course } from '../../lib/operation/course';
import type { DrivePorts } from '../../lib/operation/drive-operation';
import type { OperatedRecord } from '../../lib/operation/record';
import { recoverOperation } from '../../lib/operation/recover-operation';
import { planCourse } from '../../lib/plan/plan-course';
import { subscriptionCourse } from '../../lib/subscription/subscription-course';
import { taxRateCourse } from '../../lib/subscription/tax-rate-course';
import { chargePorts } from './charge-ports';
import { couponPorts } from './coupon-ports';
import { customerPorts } from './customer-ports';
import { planPorts } from './plan-ports';
import type { StripeAccess } from './stripe-access';
import { subscriptionPorts } from './subscription-ports';

export type Recover = (item: unknown, options: RunOptions) => Promise<Step>;

/** How an operation that broke off is finished, by the kind of the record that it is in. */
export function recoveries(table: Table, access: StripeAccess): Record<string, Recover> {
  const customers = customerPorts(table, access);
  const charges = chargePorts(table, access);
  const plans = planPorts(table, access);
  const coupons = couponPorts(table, access);
  const subscriptions = subscriptionPorts(table, access);
  return {
    customer: (item, options) => {
      const customer = fromCustomerItem(item);
      return customer.operation?.kind === 'describe_customer'
        ? recoverOperation(customer, customerCourse(customers), options, customers)
        : recoverCard(customer, options, customers);
    },
    charge: unlessPaused(charges, recovery(chargeCodec, chargeCourse(charges), charges)),
    plan: recovery(planCodec, planCourse(plans), plans),
    coupon: recovery(couponCodec, couponCourse(coupons), coupons),
    subscription: (item, options) => {
      const subscription = subscriptionCodec.fromItem(item);
      const course = subscriptionCourse(subscriptions);
      const recover: Recover = () => recoverOperation(subscription, course, options, subscriptions);
      // Starting one takes its first payment; ending one can go on.
      const takesMoney = subscription.operation?.kind === 'create_subscription';
      return takesMoney ? unlessPaused(charges, recover)(item, options) : recover(item, options);
    },
    tax_rate: recovery(taxRateCodec, taxRateCourse(subscriptions), subscriptions),
  };
}

function recovery<R extends OperatedRecord, S>(
  codec: { fromItem(item: unknown): R },
  course: Course<R, S>,
  ports: DrivePorts,
): Recover {
  return (item, options) => recoverOperation(codec.fromItem(item), course, options, ports);
}

/** Nothing is charged or refunded while that is switched off; what broke off waits. */
function unlessPaused({ isPaused }: { isPaused(): Promise<boolean> }, recover: Recover): Recover {
  return async (item, options) => ((await isPaused()) ? 'skipped' : recover(item, options));
}
