import type Stripe from 'stripe';
import type { OwnPayment } from '../restore/ports';
import { rethrow } from './failure';

/**
 * Payments that name a charge of ours, made since (ms), newest first.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export async function* ownPayments(stripe: Stripe, since: number): AsyncGenerator<OwnPayment> {
  try {
    const created = { gte: Math.floor(since / 1000) };
    for await (const intent of stripe.paymentIntents.list({ created, limit: 100 })) {
      const { id, amount, currency, status, metadata } = intent;
      const chargeId = metadata['aa_stripe_id'];
      if (chargeId?.startsWith('schg_')) yield { id, chargeId, amount, currency, status };
    }
  } catch (error) {
    rethrow(error);
  }
}
