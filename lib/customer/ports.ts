import type { CreatedRange, Page, StripeRequests, Time } from '../operation/ports';
import type { SignalName } from '../signals/signal';
import type { Customer } from './customer';
import type { StripeCustomer } from './stripe-customer';

export interface CustomerStore {
  /** Consistent read. */
  find(owner: string, id: string): Promise<Customer | null>;
  /** Consistent read among the owner's customers. */
  findOwned(owner: string, stripeCustomerId: string): Promise<Customer | null>;
  /** Consistent read: the owner's latest active customer, the one that is charged; null if there is none. */
  latestActive(owner: string): Promise<Customer | null>;
  /** Ids at Stripe of all customers of an owner, deleted ones too. Consistent. */
  stripeCustomersOf(owner: string): Promise<string[]>;
  /** Found through an index that may lag a little, then read consistently. */
  findByStripeId(stripeCustomerId: string): Promise<Customer | null>;
  findById(id: string): Promise<Customer | null>;
  /** One conditional put; false if the record exists. */
  insert(customer: Customer): Promise<boolean>;
  /** One conditional write with what is to be signalled; false if the record is not at `previous.version`. */
  save(next: Customer, previous: Customer, signals?: SignalName[]): Promise<boolean>;
  /** One conditional delete; false if the record is not at that version. */
  remove(customer: Customer): Promise<boolean>;
}

export interface CustomerList {
  /** Newest first: all customers, or those of one owner. */
  page(
    filter: { user: string | null; created?: CreatedRange },
    after: string | null,
    limit: number,
  ): Promise<Page<Customer>>;
}

/**
 * Reads at Stripe.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export interface StripeCustomers {
  /** The customer with all its cards; null if Stripe does not know it. */
  retrieve(stripeCustomerId: string): Promise<StripeCustomer | null>;
  /** The customer carrying our id, looked for among those created between the two times (ms). */
  findOurs(id: string, from: number, to: number): Promise<StripeCustomer | null>;
}

export interface CustomerPorts {
  customers: CustomerStore;
  stripeCustomers: StripeCustomers;
  stripe: StripeRequests;
  time: Time;
}
