import { StripeDeniedError } from '../operation/errors';
import { isKeyForgotten, withLease } from '../operation/operation';
import { sendOperation } from '../operation/send-operation';
import { adopt } from './adopt';
import type { Customer } from './customer';
import type { CustomerPorts } from './ports';
import { refreshCustomer, saveWithSignal } from './refresh-customer';
import { readStripeCustomer, type StripeCustomer } from './stripe-customer';

export type Creation =
  | { outcome: 'created'; customer: Customer }
  /** Stripe's displayable message; nothing was made here or there. */
  | { outcome: 'refused'; message: string }
  /** Not decided; the same request may be sent again. */
  | { outcome: 'unavailable'; retryAfterSeconds: number }
  /** Stripe broke while working on it; recovery will find out. */
  | { outcome: 'unknown' };

const LOOK_AGAIN_SECONDS = 60;

/**
 * Sends a creation whose lease the caller holds, and writes what came of it.
 * @throws StripeDeniedError when Stripe does not accept our key; the creation is then still due
 */
export async function driveCreation(customer: Customer, ports: CustomerPorts): Promise<Creation> {
  const { operation } = customer;
  if (!operation) throw new Error(`Customer ${customer.id} has no operation to send.`);
  const outcome = await sendOperation(operation, ports);
  const now = ports.time.now();
  switch (outcome.type) {
    case 'done':
      return created(customer, readStripeCustomer(outcome.body), ports);
    case 'failed':
      await ports.customers.remove(customer);
      return { outcome: 'refused', message: outcome.error.message };
    case 'denied':
    case 'again': {
      // Still due, and free for whoever comes first: the same client again, or recovery. Also after a
      // denial: an earlier try under this key may have reached Stripe.
      const freed = { ...customer, operation: withLease(operation, now, 0), version: customer.version + 1 };
      await ports.customers.save(freed, customer);
      if (outcome.type === 'denied') throw new StripeDeniedError(outcome.error);
      return { outcome: 'unavailable', retryAfterSeconds: 1 };
    }
    case 'unknown': {
      const unknown = { ...withLease(operation, now, LOOK_AGAIN_SECONDS), status: 'unknown' as const };
      await ports.customers.save(
        { ...customer, operation: unknown, version: customer.version + 1 },
        customer,
      );
      return { outcome: 'unknown' };
    }
  }
}

/**
 * Settles a creation whose answer is not known by looking at Stripe. Found: taken over. Not found: it may
 * still appear until Stripe has forgotten the key, then the attempt is dropped.
 */
export async function settleCreation(customer: Customer, ports: CustomerPorts): Promise<Creation> {
  const { operation } = customer;
  if (!operation) throw new Error(`Customer ${customer.id} has no operation to settle.`);
  const now = ports.time.now();
  const sent = Date.parse(operation.first_sent_at);
  const found = await ports.stripeCustomers.findOurs(customer.id, sent - 300_000, now);
  if (found) return created(customer, found, ports);
  if (!isKeyForgotten(operation, now)) {
    const later = withLease(operation, now, 10 * LOOK_AGAIN_SECONDS);
    await ports.customers.save({ ...customer, operation: later, version: customer.version + 1 }, customer);
    return { outcome: 'unknown' };
  }
  await ports.customers.remove(customer);
  return { outcome: 'refused', message: 'Stripe made no customer from this card.' };
}

async function created(customer: Customer, stripe: StripeCustomer, ports: CustomerPorts): Promise<Creation> {
  const next = adopt(customer, stripe, false, ports.time.now());
  if (await saveWithSignal(next, customer, ports)) return { outcome: 'created', customer: next };
  // A webhook was faster and may have brought newer facts than this answer: take Stripe's present state.
  const reload = () => ports.customers.find(customer.owner, customer.id);
  const refreshed = await refreshCustomer(reload, ports, undefined, stripe.id);
  if (refreshed.outcome === 'refreshed') return { outcome: 'created', customer: refreshed.customer };
  const current = await reload();
  return current && current.state !== 'creating'
    ? { outcome: 'created', customer: current }
    : { outcome: 'unknown' };
}
