import type { Payer } from '../charge/ports';
import type { CustomerStore } from './ports';

/** Who pays for an owner: the latest active customer, with its default card. */
export function payerOf(customers: Pick<CustomerStore, 'latestActive'>) {
  return async (owner: string): Promise<Payer | null> => {
    const customer = await customers.latestActive(owner);
    if (!customer?.stripe_customer_id) return null;
    const { id, stripe_customer_id, default_source } = customer;
    return { customer_id: id, stripe_customer_id, payment_method: default_source };
  };
}
