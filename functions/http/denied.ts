import { StripeDeniedError, StripeUnavailableError } from '../../lib/operation/errors';
import { type Answer, detail } from '../../lib/runtime/http/answer';

/**
 * Answers for a route that asks Stripe, also when Stripe cannot be asked, or does not accept our key, which only
 * operators can mend.
 */
export async function orDenied(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StripeUnavailableError) {
      return detail(503, 'Stripe cannot be reached now. Send the same request again later.', 5);
    }
    if (!(error instanceof StripeDeniedError)) throw error;
    return detail(503, 'Stripe does not accept the API key. Nothing was changed.');
  }
}
