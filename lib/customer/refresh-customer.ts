import { adopt } from './adopt';
import type { Customer } from './customer';
import type { CustomerPorts } from './ports';
import { looksDifferent } from './present-customer';
import type { StripeCustomer } from './stripe-customer';

const TRIES = 5;

export type Refreshed =
  | { outcome: 'refreshed'; customer: Customer }
  /** Stripe does not know the customer at all (it keeps a marker of those it deleted). */
  | { outcome: 'unknown-at-stripe' }
  /** Others kept writing the record; it is in their hands. */
  | { outcome: 'contended' };

/** Changes the record further in the same write, in the light of what Stripe shows now. */
export type Amend = (customer: Customer, stripe: StripeCustomer) => Customer;

/**
 * Makes the record equal Stripe's state: reads the version, asks Stripe, writes if the version still
 * stands, else again. The version goes up even when nothing changed, so that a slower refresh holding an
 * older answer cannot slip in behind.
 *
 * `stripeCustomerId` links a record that has none yet.
 */
export async function refreshCustomer(
  reload: () => Promise<Customer | null>,
  ports: Pick<CustomerPorts, 'customers' | 'stripeCustomers' | 'time'>,
  amend: Amend = (customer) => customer,
  stripeCustomerId?: string,
): Promise<Refreshed> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const current = await reload();
    const stripeId = stripeCustomerId ?? current?.stripe_customer_id;
    if (!current || !stripeId) return { outcome: 'contended' };
    const stripe = await ports.stripeCustomers.retrieve(stripeId);
    if (!stripe) return { outcome: 'unknown-at-stripe' };
    const next = amend(adopt(current, stripe, true, ports.time.now()), stripe);
    const settled = looksDifferent(current, next) ? next : { ...next, updated: current.updated };
    if (await saveWithSignal(settled, current, ports)) return { outcome: 'refreshed', customer: settled };
  }
  return { outcome: 'contended' };
}

/** Saves the record and, where a reader could see the difference, the fact that it changed. */
export async function saveWithSignal(
  next: Customer,
  previous: Customer,
  ports: Pick<CustomerPorts, 'customers'>,
): Promise<boolean> {
  return ports.customers.save(
    next,
    previous,
    looksDifferent(previous, next) ? ['stripe_customer_updated'] : [],
  );
}
