import type { RunOptions, Step } from '../command/command';
import { StripeUnavailableError } from '../operation/errors';
import { isLeased, isResumable, takenOver } from '../operation/operation';
import type { Customer } from './customer';
import { driveAttachment, settleAttachment } from './drive-attachment';
import { driveCreation, settleCreation } from './drive-creation';
import type { CustomerPorts } from './ports';

/**
 * Finishes an operation whose holder is gone: sends it again while its key is alive, otherwise, or when
 * Stripe broke over it, looks at Stripe and takes over what is there.
 * @throws StripeDeniedError, StripeUnavailableError: the operation is still due
 */
export async function recoverOperation(
  customer: Customer,
  options: RunOptions,
  ports: CustomerPorts,
): Promise<Step> {
  const now = ports.time.now();
  const { operation } = customer;
  if (!operation || isLeased(operation, now)) return 'skipped';
  if (options.dryRun) return 'changed';
  const held = { ...customer, operation: takenOver(operation, now), version: customer.version + 1 };
  // Somebody else took it, or a webhook has ended it.
  if (!(await ports.customers.save(held, customer))) return 'skipped';

  const mayResend = isResumable(operation, now);
  const isCreation = operation.kind === 'create_customer';
  const drive = isCreation ? driveCreation : driveAttachment;
  const settle = isCreation ? settleCreation : settleAttachment;
  const { outcome } = await (mayResend ? drive(held, ports, true) : settle(held, ports));
  if (outcome === 'unavailable') throw new StripeUnavailableError('Stripe cannot be reached now.');
  return outcome === 'unknown' ? 'skipped' : 'changed';
}
