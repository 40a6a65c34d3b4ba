import { beginOperation, isLeased, withLease } from '../operation/operation';
import { attachCardRequest } from './card-token';
import { secondsLeft } from './create-customer';
import { type Customer, digest } from './customer';
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
 * invoices. The token that was added last may be sent again: it changes nothing.
 * @throws StripeDeniedError
 */
export async function attachCard(input: AttachCardInput, ports: CustomerPorts): Promise<AttachCardResult> {
  const customer = await ports.customers.findOwned(input.owner, input.stripeCustomerId);
  if (!customer) return { outcome: 'not-found' };
  if (customer.state === 'deleted') return { outcome: 'deleted' };
  const token = digest(input.token);
  if (!customer.operation && customer.attached_token === token) return { outcome: 'attached', customer };

  const now = ports.time.now();
  const begun = begin(customer, input, token, now);
  if (!begun) {
    return { outcome: 'under-way', retryAfterSeconds: secondsLeft(customer.operation?.lease_until, now) };
  }
  if (!(await ports.customers.save(begun, customer))) return { outcome: 'under-way', retryAfterSeconds: 1 };
  return driveAttachment(begun, ports);
}

/** The record with this operation begun, or taken over from a holder that is gone; null if it is busy. */
function begin(customer: Customer, input: AttachCardInput, token: string, now: number): Customer | null {
  const version = customer.version + 1;
  const operation = customer.operation;
  if (operation) {
    const resumable =
      operation.token_digest === token && operation.status === 'sending' && !isLeased(operation, now);
    return resumable ? { ...customer, operation: withLease(operation, now), version } : null;
  }
  return {
    ...customer,
    version,
    stripe_js_response: input.stripeJsResponse,
    operation: beginOperation(
      {
        kind: 'attach_card',
        step: 'attach',
        recordId: customer.id,
        request: attachCardRequest(input.stripeCustomerId, input.token, { aa_stripe_id: customer.id }),
        tokenDigest: token,
        before: customer.sources.map((card) => card.id),
      },
      now,
    ),
  };
}
