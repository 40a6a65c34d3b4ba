import * as v from 'valibot';
import { StripeDeniedError } from '../operation/errors';
import { beginOperation, type Operation, withLease } from '../operation/operation';
import type { Outcome } from '../operation/outcome';
import { sendOperation } from '../operation/send-operation';
import { adopt } from './adopt';
import { makeDefaultRequest } from './card-token';
import { type Customer, withAppliedKey } from './customer';
import type { CustomerPorts } from './ports';
import { refreshCustomer, saveWithSignal } from './refresh-customer';
import { readStripeCustomer } from './stripe-customer';

export type Attachment =
  | { outcome: 'attached'; customer: Customer }
  /** Stripe's displayable message; the cards are as they were. */
  | { outcome: 'refused'; message: string }
  | { outcome: 'unavailable'; retryAfterSeconds: number }
  | { outcome: 'unknown' };

const AttachedCard = v.object({ id: v.string() });

/**
 * Sends an attachment whose lease the caller holds: first the card is added, then made the default.
 * @throws StripeDeniedError when Stripe does not accept our key; the attachment is then still due
 */
export async function driveAttachment(customer: Customer, ports: CustomerPorts): Promise<Attachment> {
  const operation = operationOf(customer);
  const outcome = await sendOperation(operation, ports);
  if (outcome.type === 'done') {
    return operation.step === 'attach'
      ? makeDefault(customer, operation, v.parse(AttachedCard, outcome.body).id, ports)
      : finished(customer, operation, outcome.body, ports);
  }
  return undecided(customer, operation, outcome, ports);
}

/**
 * Settles an attachment whose answer is not known. Adding a card twice costs nobody money, so unlike a
 * payment it needs no day of waiting: what Stripe shows now decides.
 */
export async function settleAttachment(customer: Customer, ports: CustomerPorts): Promise<Attachment> {
  const operation = operationOf(customer);
  const refreshed = await refresh(customer, operation, ports);
  if (refreshed.outcome !== 'refreshed') return { outcome: 'unknown' };
  const present = refreshed.customer;
  const named = namedCard(operation);
  const wanted =
    present.sources.find((card) => card.id === named) ??
    present.sources.find((card) => !operation.before.includes(card.id));
  if (!wanted) return { outcome: 'refused', message: 'Stripe did not add this card.' };
  if (present.default_source === wanted.id) return { outcome: 'attached', customer: present };
  return makeDefault(present, operation, wanted.id, ports);
}

/** Goes on to the second step, frozen now that the card's id is known. */
async function makeDefault(
  customer: Customer,
  previous: Operation,
  cardId: string,
  ports: CustomerPorts,
): Promise<Attachment> {
  const now = ports.time.now();
  const operation = beginOperation(
    {
      kind: 'attach_card',
      step: 'make_default',
      recordId: customer.id,
      request: makeDefaultRequest(customer.stripe_customer_id ?? '', cardId),
      tokenDigest: previous.token_digest,
    },
    now,
  );
  const next = await replaceOperation(customer, previous, operation, ports);
  return next ? driveAttachment(next, ports) : { outcome: 'unavailable', retryAfterSeconds: 1 };
}

async function finished(
  customer: Customer,
  operation: Operation,
  body: unknown,
  ports: CustomerPorts,
): Promise<Attachment> {
  const next = ended(adopt(customer, readStripeCustomer(body), false, ports.time.now()), operation, true);
  if (await saveWithSignal(next, customer, ports)) return { outcome: 'attached', customer: next };
  // A webhook wrote in between and may know more than this answer: take Stripe's present state.
  const refreshed = await refresh(customer, operation, ports, true);
  return refreshed.outcome === 'refreshed'
    ? { outcome: 'attached', customer: refreshed.customer }
    : { outcome: 'unknown' };
}

async function undecided(
  customer: Customer,
  operation: Operation,
  outcome: Exclude<Outcome, { type: 'done' }>,
  ports: CustomerPorts,
): Promise<Attachment> {
  const now = ports.time.now();
  switch (outcome.type) {
    case 'failed':
      // Refetched, since a card may have been added before the second step was refused.
      if (operation.step === 'attach') await replaceOperation(customer, operation, null, ports);
      else await refresh(customer, operation, ports);
      return { outcome: 'refused', message: outcome.error.message };
    case 'denied':
      await replaceOperation(customer, operation, withLease(operation, now, 0), ports);
      throw new StripeDeniedError(outcome.error);
    case 'again':
      await replaceOperation(customer, operation, withLease(operation, now, 0), ports);
      return { outcome: 'unavailable', retryAfterSeconds: 1 };
    case 'unknown':
      await replaceOperation(
        customer,
        operation,
        { ...withLease(operation, now, 60), status: 'unknown' },
        ports,
      );
      return { outcome: 'unknown' };
  }
}

/** Ends the operation in the same write that takes over Stripe's present state. */
function refresh(customer: Customer, operation: Operation, ports: CustomerPorts, applied = false) {
  const reload = () => ports.customers.find(customer.owner, customer.id);
  return refreshCustomer(reload, ports, (current) => ended(current, operation, applied));
}

function ended(customer: Customer, operation: Operation, applied: boolean): Customer {
  if (customer.operation?.attempt !== operation.attempt) return customer;
  return {
    ...customer,
    operation: null,
    attached_token: applied ? operation.token_digest : customer.attached_token,
    applied_keys: withAppliedKey(customer.applied_keys, operation.idempotency_key),
  };
}

const TRIES = 5;

/**
 * Changes nothing but the operation, whatever else was written meanwhile, as long as it is still the same
 * attempt. Null if another has taken it over or ended it.
 */
async function replaceOperation(
  customer: Customer,
  expected: Operation,
  operation: Operation | null,
  ports: CustomerPorts,
): Promise<Customer | null> {
  let current: Customer | null = customer;
  for (let attempt = 0; attempt < TRIES && current; attempt += 1) {
    if (current.operation?.attempt !== expected.attempt && current !== customer) return null;
    const next: Customer = { ...current, operation, version: current.version + 1 };
    if (await ports.customers.save(next, current)) return next;
    current = await ports.customers.find(customer.owner, customer.id);
  }
  return null;
}

/** The card an operation names in its request, where it does: payment methods are in the path. */
function namedCard(operation: Operation): string | null {
  const path = /^\/v1\/payment_methods\/(pm_\w+)\/attach$/.exec(operation.request.path);
  if (path?.[1]) return path[1];
  const settings = v.safeParse(
    v.object({
      default_source: v.optional(v.string()),
      invoice_settings: v.object({ default_payment_method: v.string() }),
    }),
    operation.request.params,
  );
  if (!settings.success) return null;
  return settings.output.default_source ?? settings.output.invoice_settings.default_payment_method;
}

function operationOf(customer: Customer): Operation {
  if (!customer.operation) throw new Error(`Customer ${customer.id} has no operation.`);
  return customer.operation;
}
