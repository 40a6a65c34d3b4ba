import { beginOn } from '../operation/begin-on';
import { isResumable, takenOver } from '../operation/operation';
import { beginAttachment, beginMakingDefault } from './attachment';
import { secondsLeft } from './create-customer';
import { type Customer, digest } from './customer';
import { homeOf } from './customer-course';
import { type Attachment, driveAttachment } from './drive-attachment';
import type { CustomerPorts } from './ports';

export type AttachCardResult =
  | Attachment
  | { outcome: 'not-found' }
  | { outcome: 'deleted' }
  | { outcome: 'under-way'; retryAfterSeconds: number };

export interface AttachCardInput {
  owner: string;
  stripeCustomerId: string;
  token: string;
  stripeJsResponse: Record<string, unknown>;
}

/**
 * Adds a card to the owner's customer, keeps the others and makes the new one the default for charges and
 * invoices. The token that was added last may be sent again: its card is made the default, and added no more.
 * @throws StripeDeniedError
 */
export async function attachCard(input: AttachCardInput, ports: CustomerPorts): Promise<AttachCardResult> {
  const customer = await ports.customers.findOwned(input.owner, input.stripeCustomerId);
  if (!customer) return { outcome: 'not-found' };
  if (customer.state === 'deleted') return { outcome: 'deleted' };
  const added = cardAddedFrom(customer, digest(input.token));
  if (!customer.operation && added && added === customer.default_source) {
    return { outcome: 'attached', customer };
  }
  const now = ports.time.now();
  const begun = await beginOn(customer, homeOf(ports.customers), (current) =>
    begin(current, input, added ?? cardNamed(current, input.token), now),
  );
  if (!begun) {
    return { outcome: 'under-way', retryAfterSeconds: secondsLeft(customer.operation?.lease_until, now) };
  }
  const isResumed = begun.operation?.attempt === customer.operation?.attempt;
  return driveAttachment(begun, ports, isResumed);
}

/** The card that this token became when it was added last, if the customer still has it. */
function cardAddedFrom(customer: Customer, tokenDigest: string): string | null {
  if (customer.attached?.token_digest !== tokenDigest) return null;
  return cardNamed(customer, customer.attached.card_id);
}

/** The customer's card of this id. A payment method that it has already need not be added, only preferred. */
function cardNamed(customer: Customer, id: string): string | null {
  return customer.sources.some((card) => card.id === id) ? id : null;
}

/** The record with an operation begun, or taken over from a holder that is gone; null if it is busy. */
function begin(
  customer: Customer,
  input: AttachCardInput,
  known: string | null,
  now: number,
): Customer | null {
  const version = customer.version + 1;
  const { operation } = customer;
  if (operation) {
    const isOurs = operation.input['token_digest'] === digest(input.token) && isResumable(operation, now);
    return isOurs ? { ...customer, operation: takenOver(operation, now), version } : null;
  }
  const given = { token_digest: digest(input.token), stripe_js_response: input.stripeJsResponse };
  return {
    ...customer,
    version,
    operation: known
      ? beginMakingDefault(customer, known, given, now)
      : beginAttachment(customer, input.token, given, now),
  };
}
