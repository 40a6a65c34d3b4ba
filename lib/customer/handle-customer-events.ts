import * as v from 'valibot';
import { isId } from '../operation/record-id';
import type { EventHandler, Handled, ReceivedEvent } from '../webhook/ports';
import type { StripeEvent } from '../webhook/stripe-event';
import type { Customer } from './customer';
import type { CustomerPorts } from './ports';
import { refreshCustomer } from './refresh-customer';

/** Our own request may still be writing the record; after this an unknown customer is somebody else's. */
const PATIENCE_MS = 5 * 60_000;

const Text = v.fallback(v.nullable(v.string()), null);
const Subject = v.object({
  id: Text,
  object: Text,
  customer: Text,
  metadata: v.fallback(v.object({ aa_stripe_id: Text }), { aa_stripe_id: null }),
});
const Previous = v.object({ customer: Text });

type Ports = Pick<CustomerPorts, 'customers' | 'stripeCustomers' | 'time'>;

/** `customer.*`, `customer.source.*` and `payment_method.*`: all end in a refetch of the customer. */
export function customerEvents(ports: Ports): EventHandler {
  return {
    subjectOf: stripeCustomerIdOf,
    handle: (stripeCustomerId, received) => handle(stripeCustomerId, received, ports),
  };
}

function stripeCustomerIdOf(event: StripeEvent): string | null {
  const object = v.parse(Subject, event.object);
  if (object.object === 'customer') return object.id;
  // A detached payment method names its customer only among the previous attributes.
  return object.customer ?? v.parse(Previous, event.previous).customer;
}

async function handle(stripeCustomerId: string, received: ReceivedEvent[], ports: Ports): Promise<Handled> {
  const find = () => findRecord(stripeCustomerId, received, ports);
  const customer = await find();
  if (!customer) return unknownCustomer(stripeCustomerId, received);
  if (customer.erased_at !== null) return { outcome: 'done', isErased: true };
  if (received.every(({ event }) => isOurOwn(event, customer))) return { outcome: 'done' };

  const reload = () => ports.customers.find(customer.owner, customer.id);
  const refreshed = await refreshCustomer(reload, ports, undefined, stripeCustomerId);
  switch (refreshed.outcome) {
    case 'refreshed':
      return { outcome: 'done' };
    case 'unknown-at-stripe':
      return { outcome: 'failed', error: `Stripe does not know customer ${stripeCustomerId}` };
    case 'contended':
      return { outcome: 'later', reason: `customer ${customer.id} is being written` };
  }
}

/** By Stripe's id, else by our own in the metadata: then nobody has linked the two yet, and we do. */
async function findRecord(
  stripeId: string,
  received: ReceivedEvent[],
  ports: Ports,
): Promise<Customer | null> {
  const linked = await ports.customers.findByStripeId(stripeId);
  if (linked) return linked;
  const ours = ourIdIn(received);
  const record = ours ? await ports.customers.findById(ours) : null;
  return record && (record.stripe_customer_id ?? stripeId) === stripeId ? record : null;
}

function ourIdIn(received: ReceivedEvent[]): string | null {
  for (const { event } of received) {
    const { aa_stripe_id } = v.parse(Subject, event.object).metadata;
    if (aa_stripe_id !== null && isId(aa_stripe_id)) return aa_stripe_id;
  }
  return null;
}

function unknownCustomer(stripeId: string, received: ReceivedEvent[]): Handled {
  const note = `customer ${stripeId} is not one of ours`;
  const isForeign = received.some(({ event }) => event.object.object === 'customer') && !ourIdIn(received);
  const waited = received.every(({ age }) => age > PATIENCE_MS);
  return isForeign || waited ? { outcome: 'noted', note } : { outcome: 'later', reason: note };
}

/** The event only says what our own request did, and the record holds that request's answer already. */
function isOurOwn(event: StripeEvent, customer: Customer): boolean {
  return event.idempotencyKey !== null && customer.applied_keys.includes(event.idempotencyKey);
}
