import * as v from 'valibot';
import { withAppliedKey } from '../operation/applied-keys';
import { StripeDeniedError } from '../operation/errors';
import type { Operation } from '../operation/operation';
import { putBack } from '../operation/operation';
import type { Outcome } from '../operation/outcome';
import { operationOf } from '../operation/record';
import { sendOperation } from '../operation/send-operation';
import { adopt } from './adopt';
import { beginMakingDefault, cardOf, namedCard } from './attachment';
import { type Customer, cardAddedBy } from './customer';
import type { CustomerPorts } from './ports';
import { type Amend, type Refreshed, refreshCustomer, saveWithSignal } from './refresh-customer';
import { readStripeCustomer } from './stripe-customer';

export type Attachment =
  | { outcome: 'attached'; customer: Customer }
  /** Stripe's displayable message; the cards are as they were. */
  | { outcome: 'refused'; message: string }
  | { outcome: 'unavailable'; retryAfterSeconds: number }
  | { outcome: 'unknown' };

const LOOK_AGAIN_SECONDS = 60;
const NOT_ADDED = { outcome: 'refused', message: 'Stripe did not add this card.' } as const;
const AttachedCard = v.object({ id: v.string() });

/**
 * Sends an attachment whose lease the caller holds: first the card is added, then made the default.
 * `resumed`: somebody sent it before, so the answer may be an old one that Stripe repeats.
 * @throws StripeDeniedError when Stripe does not accept our key; the attachment is then still due
 */
export async function driveAttachment(
  customer: Customer,
  ports: CustomerPorts,
  resumed: boolean,
): Promise<Attachment> {
  const operation = operationOf(customer);
  const { outcome } = await sendOperation(operation, ports);
  if (outcome.type !== 'done') return undecided(customer, operation, outcome, ports);
  if (operation.kind === 'attach_card') {
    const { id } = v.parse(AttachedCard, outcome.body);
    const next = beginMakingDefault(customer, id, cardAddedBy(operation), ports.time.now());
    const begun = await replaceOperation(customer, operation, next, ports);
    return begun ? driveAttachment(begun, ports, false) : { outcome: 'unavailable', retryAfterSeconds: 1 };
  }
  const card = namedCard(operation);
  if (!resumed) {
    const stripe = readStripeCustomer(outcome.body);
    const next = succeeded(adopt(customer, stripe, false, ports.time.now()), operation, card);
    if (await saveWithSignal(next, customer, ports)) return { outcome: 'attached', customer: next };
  }
  // The answer may be older than what the record holds by now: take Stripe's present state.
  return attachedIf(await refresh(customer, ports, (current) => succeeded(current, operation, card)));
}

/**
 * Settles an attachment whose answer is not known. Adding a card twice costs nobody money, so unlike a
 * payment it needs no day of waiting: what Stripe shows now decides, in the same write that takes it over.
 */
export async function settleAttachment(customer: Customer, ports: CustomerPorts): Promise<Attachment> {
  const operation = operationOf(customer);
  const refreshed = await refresh(customer, ports, (current, stripe) => {
    if (current.operation?.attempt !== operation.attempt) return current;
    const card = cardOf(operation, stripe);
    if (!card) return withoutOperation(current, operation);
    if (current.default_source === card) return succeeded(current, operation, card);
    return {
      ...current,
      operation: beginMakingDefault(current, card, cardAddedBy(operation), ports.time.now()),
    };
  });
  if (refreshed.outcome === 'unknown-at-stripe') {
    // Another account's key, or wiped test data: nothing will ever come of it.
    await replaceOperation(customer, operation, null, ports);
    return NOT_ADDED;
  }
  if (refreshed.outcome === 'contended') return { outcome: 'unknown' };
  const present = refreshed.customer;
  if (present.operation) return driveAttachment(present, ports, false);
  return present.applied_keys.includes(operation.idempotency_key)
    ? { outcome: 'attached', customer: present }
    : NOT_ADDED;
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
      await replaceOperation(customer, operation, null, ports);
      // The card may have been added before it was refused as the default.
      if (operation.kind === 'make_default') await refresh(customer, ports);
      return { outcome: 'refused', message: outcome.error.message };
    case 'denied':
      await replaceOperation(customer, operation, putBack(operation, now), ports);
      throw new StripeDeniedError(outcome.error);
    case 'again':
      await replaceOperation(customer, operation, putBack(operation, now), ports);
      return { outcome: 'unavailable', retryAfterSeconds: 1 };
    case 'unknown': {
      const unknown = { ...putBack(operation, now, LOOK_AGAIN_SECONDS), status: 'unknown' as const };
      await replaceOperation(customer, operation, unknown, ports);
      return { outcome: 'unknown' };
    }
  }
}

function refresh(customer: Customer, ports: CustomerPorts, amend?: Amend): Promise<Refreshed> {
  return refreshCustomer(() => ports.customers.find(customer.owner, customer.id), ports, amend);
}

function attachedIf(refreshed: Refreshed): Attachment {
  return refreshed.outcome === 'refreshed'
    ? { outcome: 'attached', customer: refreshed.customer }
    : { outcome: 'unknown' };
}

/** The record once this operation has made its card the default. */
function succeeded(customer: Customer, operation: Operation, card: string | null): Customer {
  if (customer.operation?.attempt !== operation.attempt) return customer;
  const { token_digest, stripe_js_response } = cardAddedBy(operation);
  return {
    ...customer,
    operation: null,
    stripe_js_response,
    attached: card ? { token_digest, card_id: card } : null,
    applied_keys: withAppliedKey(customer.applied_keys, operation.idempotency_key),
  };
}

function withoutOperation(customer: Customer, operation: Operation): Customer {
  return customer.operation?.attempt === operation.attempt ? { ...customer, operation: null } : customer;
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
  for (let attempt = 0; attempt < TRIES && current?.operation?.attempt === expected.attempt; attempt += 1) {
    const next: Customer = { ...current, operation, version: current.version + 1 };
    if (await ports.customers.save(next, current)) return next;
    current = await ports.customers.find(customer.owner, customer.id);
  }
  return null;
}
