import type { Logger } from '@aws-lambda-powertools/logger';
import { StripeDeniedError, StripeUnavailableError } from '../../lib/operation/errors';
import { type Answer, detail } from '../../lib/runtime/http/answer';

/**
 * Runs a route that asks Stripe; where Stripe cannot be asked it answers 503. That our key is not accepted is a matter
 * for operators, who find it in the log.
 */
export async function unlessStripeIsOut(log: Logger, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StripeUnavailableError) {
      log.warn('stripe cannot be reached', { reason: error.message });
      return detail(503, 'Stripe cannot be reached now. Send the same request again later.', 5);
    }
    if (!(error instanceof StripeDeniedError)) throw error;
    log.error('stripe does not accept the API key', { reason: error.message });
    return detail(503, 'Stripe does not accept the API key. Nothing was changed.');
  }
}
