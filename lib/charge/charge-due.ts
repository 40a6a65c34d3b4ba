import type { RunOptions, Step } from '../command/command';
import { StripeUnavailableError } from '../operation/errors';
import { isDue } from './charge';
import { collectPayment } from './collect-payment';
import type { ChargePorts } from './ports';

/** A charge whose payment was refused; the run goes on, and says so at its end. */
class PaymentRefusedError extends Error {
  override readonly name = 'PaymentRefusedError';
}

/**
 * Charges one that the list of due charges named, if it is still due. What has no customer to charge stays due.
 * @throws PaymentRefusedError, StripeUnavailableError for this charge alone, StripeDeniedError for the whole run
 */
export async function chargeDue(id: string, options: RunOptions, ports: ChargePorts): Promise<Step> {
  const charge = await ports.charges.find(id);
  if (!charge || !isDue(charge)) return 'skipped';
  if (options.dryRun) return (await ports.payerOf(charge.owner))?.payment_method ? 'changed' : 'skipped';
  const result = await collectPayment(id, {}, ports);
  switch (result.outcome) {
    case 'charged':
      return 'changed';
    case 'declined': {
      const { error } = result.charge;
      throw new PaymentRefusedError(error?.message ?? 'Refused.');
    }
    case 'unknown':
      throw new StripeUnavailableError(
        `What came of it is not known yet: ${result.charge.error?.message ?? 'no answer'}`,
      );
    default:
      return 'skipped';
  }
}
