import { chargeCourse } from '../../lib/charge/charge-course';
import type { RunOptions, Step } from '../../lib/command/command';
import { customerCourse } from '../../lib/customer/customer-course';
import { recoverOperation as recoverCustomer } from '../../lib/customer/recover-operation';
import { chargeCodec } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { fromCustomerItem } from '../../lib/dynamo/customer-item';
import type { RecordCodec } from '../../lib/dynamo/record-codec';
import type { Course } from '../../lib/operation/course';
import type { DrivePorts } from '../../lib/operation/drive-operation';
import type { OperatedRecord } from '../../lib/operation/record';
import { recoverOperation } from '../../lib/operation/recover-operation';
import { chargePorts } from './charge-ports';
import { customerPorts } from './customer-ports';
import type { StripeAccess } from './stripe-access';

export type Recover = (item: unknown, options: RunOptions) => Promise<Step>;

/** How an operation that broke off is finished, by the kind of the record that it is in. */
export function recoveries(table: Table, access: StripeAccess): Record<string, Recover> {
  const customers = customerPorts(table, access);
  const charges = chargePorts(table, access);
  const recovery =
    <R extends OperatedRecord, S>(codec: RecordCodec<R>, course: Course<R, S>, ports: DrivePorts): Recover =>
    (item, options) =>
      recoverOperation(codec.fromItem(item), course, options, ports);
  const chargeRecovery = recovery(chargeCodec, chargeCourse(charges), charges);
  return {
    customer: (item, options) => {
      const customer = fromCustomerItem(item);
      return customer.operation?.kind === 'describe_customer'
        ? recoverOperation(customer, customerCourse(customers), options, customers)
        : recoverCustomer(customer, options, customers);
    },
    charge: async (item, options) => {
      // Nothing is charged or refunded while that is switched off; what broke off waits.
      return (await charges.isPaused()) ? 'skipped' : chargeRecovery(item, options);
    },
  };
}
