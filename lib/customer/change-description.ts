import { beginOn } from '../operation/begin-on';
import { type Driven, driveOperation } from '../operation/drive-operation';
import { beginOperation } from '../operation/operation';
import { written } from '../operation/record';
import { EXPAND } from './card-token';
import type { Customer } from './customer';
import { customerCourse, homeOf } from './customer-course';
import type { CustomerPorts } from './ports';

export type Described =
  | Driven<Customer>
  /** It is not at Stripe, or another change of it is under way; nothing was tried. */
  | { outcome: 'wrong-state'; reason: string };

/**
 * Changes the description that a customer has at Stripe. It is kept there alone: aa-stripe's records have none.
 * @throws StripeDeniedError
 */
export async function changeDescription(
  customer: Customer,
  description: string,
  ports: CustomerPorts,
): Promise<Described> {
  const { stripe_customer_id: stripeId, state } = customer;
  if (state !== 'created' || stripeId === null) {
    return { outcome: 'wrong-state', reason: `This customer is not at Stripe (state: ${state}).` };
  }
  const now = ports.time.now();
  const operation = beginOperation(
    {
      kind: 'describe_customer',
      recordId: customer.id,
      request: () => ({
        method: 'POST',
        path: `/v1/customers/${stripeId}`,
        params: { description, expand: EXPAND },
      }),
      input: {},
    },
    now,
  );
  const begun = await beginOn(customer, homeOf(ports.customers), (current) =>
    current.operation === null && current.state === 'created'
      ? { ...written({ ...current, operation }, current, now), updated: current.updated }
      : null,
  );
  if (!begun)
    return {
      outcome: 'wrong-state',
      reason: 'Another change of this customer is under way. Try again later.',
    };
  return driveOperation(begun, customerCourse(ports), ports, false);
}
