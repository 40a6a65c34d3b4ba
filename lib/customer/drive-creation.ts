import { StripeDeniedError } from '../operation/errors';
import type { Operation } from '../operation/operation';
import { isKeyForgotten, putBack } from '../operation/operation';
import { operationOf } from '../operation/record';
import { sendOperation } from '../operation/send-operation';
import { adopt } from './adopt';
import type { Customer } from './customer';
import type { CustomerPorts } from './ports';
import { refreshCustomer, saveWithSignal } from './refresh-customer';
import { readStripeCustomer, type StripeCustomer } from './stripe-customer';

export type Creation =
  | { outcome: 'created'; customer: Customer }
  /** Made, and deleted at Stripe before we could say so. */
  | { outcome: 'deleted' }
  /** Stripe's displayable message; nothing was made here or there. */
  | { outcome: 'refused'; message: string }
  /** Not decided; the same request may be sent again. */
  | { outcome: 'unavailable'; retryAfterSeconds: number }
  /** Stripe broke while working on it; recovery will find out. */
  | { outcome: 'unknown' };

const LOOK_AGAIN_SECONDS = 60;
/** How far Stripe's clock and ours may differ, and a request may dawdle. */
const SLACK_MS = 5 * 60_000;

/**
 * Sends a creation whose lease the caller holds, and writes what came of it. `resumed`: somebody sent it
 * before, so the answer may be an old one that Stripe repeats.
 * @throws StripeDeniedError when Stripe does not accept our key; the creation is then still due
 */
export async function driveCreation(
  customer: Customer,
  ports: CustomerPorts,
  resumed: boolean,
): Promise<Creation> {
  const operation = operationOf(customer);
  const { outcome } = await sendOperation(operation, ports);
  const now = ports.time.now();
  switch (outcome.type) {
    case 'done': {
      const stripe = readStripeCustomer(outcome.body);
      return resumed ? linked(customer, stripe.id, ports) : created(customer, stripe, ports);
    }
    case 'failed':
      await ports.customers.remove(customer);
      return { outcome: 'refused', message: outcome.error.message };
    case 'denied':
    case 'again':
      // Still due, and free for whoever comes first: the same client again, or recovery. Also after a
      // denial: an earlier try under this key may have reached Stripe.
      await replace(customer, putBack(operation, now), ports);
      if (outcome.type === 'denied') throw new StripeDeniedError(outcome.error);
      return { outcome: 'unavailable', retryAfterSeconds: 1 };
    case 'unknown':
      await replace(customer, { ...putBack(operation, now, LOOK_AGAIN_SECONDS), status: 'unknown' }, ports);
      return { outcome: 'unknown' };
  }
}

/**
 * Settles a creation whose answer is not known by looking at Stripe. Found: taken over. Not found: it may
 * still appear until Stripe has forgotten the key, then the attempt is dropped.
 */
export async function settleCreation(customer: Customer, ports: CustomerPorts): Promise<Creation> {
  const operation = operationOf(customer);
  const now = ports.time.now();
  const from = Date.parse(operation.first_sent_at) - SLACK_MS;
  const to = Date.parse(operation.last_sent_at) + SLACK_MS;
  const found = await ports.stripeCustomers.findOurs(customer.id, from, to);
  if (found) return linked(customer, found.id, ports);
  if (!isKeyForgotten(operation, now)) {
    await replace(customer, putBack(operation, now, 10 * LOOK_AGAIN_SECONDS), ports);
    return { outcome: 'unknown' };
  }
  await ports.customers.remove(customer);
  return { outcome: 'refused', message: 'Stripe made no customer from this card.' };
}

async function created(customer: Customer, stripe: StripeCustomer, ports: CustomerPorts): Promise<Creation> {
  const next = adopt(customer, stripe, false, ports.time.now());
  if (await saveWithSignal(next, customer, ports)) return { outcome: 'created', customer: next };
  // A webhook was faster and may have brought newer facts than this answer.
  return linked(customer, stripe.id, ports);
}

/** Links the record to its Stripe customer by taking over Stripe's present state. */
async function linked(customer: Customer, stripeId: string, ports: CustomerPorts): Promise<Creation> {
  const reload = () => ports.customers.find(customer.owner, customer.id);
  const refreshed = await refreshCustomer(reload, ports, undefined, stripeId);
  const current = refreshed.outcome === 'refreshed' ? refreshed.customer : await reload();
  if (!current || current.state === 'creating') return { outcome: 'unknown' };
  return current.state === 'deleted' ? { outcome: 'deleted' } : { outcome: 'created', customer: current };
}

function replace(customer: Customer, operation: Operation, ports: CustomerPorts): Promise<boolean> {
  return ports.customers.save({ ...customer, operation, version: customer.version + 1 }, customer);
}
