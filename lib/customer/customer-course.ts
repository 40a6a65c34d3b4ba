import type { Course, RecordHome } from '../operation/course';
import { adopt } from './adopt';
import type { Customer } from './customer';
import type { CustomerPorts } from './ports';
import { looksDifferent } from './present-customer';
import { readStripeCustomer, type StripeCustomer } from './stripe-customer';

/** A customer as Stripe gave it; an answer to a write does not show payment methods (`complete: false`). */
interface Shown {
  customer: StripeCustomer;
  complete: boolean;
}

/** Where customers are kept, as operations see it. */
export function homeOf(customers: CustomerPorts['customers']): RecordHome<Customer> {
  return {
    reload: ({ owner, id }) => customers.find(owner, id),
    save: customers.save,
    remove: customers.remove,
  };
}

/** The course of changes of a customer at Stripe that are not about its cards. */
export function customerCourse(
  ports: Pick<CustomerPorts, 'customers' | 'stripeCustomers'>,
): Course<Customer, Shown> {
  const { customers, stripeCustomers } = ports;
  const retrieve = async (id: string): Promise<Shown | null> => {
    const customer = await stripeCustomers.retrieve(id);
    return customer && { customer, complete: true };
  };
  return {
    home: homeOf(customers),
    read: (body) => ({ customer: readStripeCustomer(body), complete: false }),
    stripeIdOf: ({ stripe_customer_id }) => stripe_customer_id,
    retrieve,
    // A description that is set twice is set: what Stripe shows now is the truth.
    lookFor: async (_, { stripe_customer_id: id }) => (id === null ? null : retrieve(id)),
    adopt: (current, { customer, complete }, now) => adopt(current, customer, complete, now),
    refused: (current) => current,
    restored: (current) => current,
    abandoned: (current) => current,
    signals: (before, after) => (looksDifferent(before, after) ? ['stripe_customer_updated'] : []),
    looksDifferent,
  };
}
