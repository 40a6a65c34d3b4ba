import { isResumable, takenOver } from '../operation/operation';
import type { Customer } from './customer';
import { type Creation, driveCreation } from './drive-creation';
import { type CardInput, newCustomer } from './new-customer';
import type { CustomerPorts } from './ports';

export type CreateCustomerResult =
  | Creation
  /** The same owner sent the same token before: this is that customer. */
  | { outcome: 'exists'; customer: Customer }
  | { outcome: 'under-way'; retryAfterSeconds: number };

/**
 * Makes a Stripe customer from a card token. The record, with the frozen request, is written first and its
 * id derives from owner and token, so the same token, sent twice or at once, is one record and one customer.
 * A definite refusal removes the record, and the token may be sent again.
 * @throws StripeDeniedError
 */
export async function createCustomer(
  input: CardInput & { livemode: boolean },
  ports: CustomerPorts,
): Promise<CreateCustomerResult> {
  const now = ports.time.now();
  const customer = newCustomer(input, now);
  if (await ports.customers.insert(customer)) return driveCreation(customer, ports, false);

  const existing = await ports.customers.find(customer.owner, customer.id);
  if (!existing) return { outcome: 'under-way', retryAfterSeconds: 1 };
  if (existing.state === 'deleted') return { outcome: 'deleted' };
  if (existing.state === 'created') return { outcome: 'exists', customer: existing };
  const operation = existing.operation;
  if (!operation || !isResumable(operation, now)) {
    return { outcome: 'under-way', retryAfterSeconds: secondsLeft(operation?.lease_until, now) };
  }
  const taken = { ...existing, operation: takenOver(operation, now), version: existing.version + 1 };
  if (!(await ports.customers.save(taken, existing))) return { outcome: 'under-way', retryAfterSeconds: 1 };
  return driveCreation(taken, ports, true);
}

/** Whole seconds until `until`, at least one. */
export function secondsLeft(until: string | undefined, now: number): number {
  return Math.max(1, Math.ceil((Date.parse(until ?? '') - now) / 1000) || 1);
}
