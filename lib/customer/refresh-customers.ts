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
  /** Milliseconds: what the page shows is at least as new as this. */
  asOf: number;
}

/** @throws StripeDeniedError, StripeUnavailableError */
export interface StripeCustomerPages {
  /** All customers, newest first, in pages of 100, after one of them (`cus_…`). */
  all(after: string | null): AsyncIterable<ListedCustomer>;
}

/** Functions' clocks may differ by this, in milliseconds. */
const SLACK_MS = 1_000;

/**
 * Takes over what a page shows of a customer of ours. A page does not show payment methods beside the default one, so
 * those known stay; only what differs is written. A page may be older than what the record has taken over since it was
 * asked for: such a customer is fetched anew.
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
  const mayBeNewer = Date.parse(customer.updated) > listed.asOf - SLACK_MS;
  if (!listed.isPartial && !mayBeNewer && (await saveWithSignal(next, customer, ports))) return 'changed';
  // Written by somebody else since the page was asked for, or not shown as a whole: its present state decides.
  const reload = () => ports.customers.find(customer.owner, customer.id);
  const refreshed = await refreshCustomer(reload, ports);
  return refreshed.outcome === 'refreshed' && looksDifferent(customer, refreshed.customer)
    ? 'changed'
    : 'skipped';
}
