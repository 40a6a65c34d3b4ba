import type { Due, RunOptions, Step } from '../command/command';
import { adopt } from './adopt';
import type { CustomerPorts } from './ports';
import { looksDifferent } from './present-customer';
import { refreshCustomer, saveWithSignal } from './refresh-customer';
import type { StripeCustomer } from './stripe-customer';

/** A customer as one of Stripe's pages shows it. */
export interface ListedCustomer extends Due {
  stripe: StripeCustomer;
  /** Whether the page shows only the first of its sources. */
  isPartial: boolean;
}

/** @throws StripeDeniedError, StripeUnavailableError */
export interface StripeCustomerPages {
  /** All customers, newest first, in pages of 100, after one of them (`cus_…`). */
  all(after: string | null): AsyncIterable<ListedCustomer>;
}

/**
 * Takes over what a page shows of a customer of ours. A page does not show payment methods beside the default one, so
 * those known stay; only what differs is written.
 */
export async function refreshListed(
  listed: ListedCustomer,
  options: RunOptions,
  ports: Pick<CustomerPorts, 'customers' | 'stripeCustomers' | 'time'>,
): Promise<Step> {
  const customer = await ports.customers.findByStripeId(listed.stripe.id);
  if (customer?.state !== 'created') return 'skipped';
  const next = adopt(customer, listed.stripe, false, ports.time.now());
  if (!looksDifferent(customer, next) && !listed.isPartial) return 'skipped';
  if (options.dryRun) return looksDifferent(customer, next) ? 'changed' : 'skipped';
  if (!listed.isPartial && (await saveWithSignal(next, customer, ports))) return 'changed';
  // Written by somebody else meanwhile, or not shown as a whole: its present state decides.
  const reload = () => ports.customers.find(customer.owner, customer.id);
  const refreshed = await refreshCustomer(reload, ports);
  return refreshed.outcome === 'refreshed' && looksDifferent(customer, refreshed.customer)
    ? 'changed'
    : 'skipped';
}
