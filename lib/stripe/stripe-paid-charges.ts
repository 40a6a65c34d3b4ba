import type Stripe from 'stripe';
import type { PaidAtStripe, ReleasePorts } from '../charge/release-held';
import { rethrow } from './failure';

/** Lists what a customer has paid, payments without an intent included, as older systems made them. */
export function stripePaidCharges(client: () => Promise<Stripe>): Pick<ReleasePorts, 'paidBy'> {
  return {
    paidBy: async function* (customer, since) {
      const stripe = await client();
      const created = { gte: Math.floor(since / 1000) };
      try {
        for await (const charge of stripe.charges.list({ customer, created, limit: 100 })) {
          if (charge.status !== 'failed') yield paidAtStripe(charge);
        }
      } catch (error) {
        rethrow(error);
      }
    },
  };
}

function paidAtStripe(charge: Stripe.Charge): PaidAtStripe {
  const { id, amount, currency, description, metadata, created, payment_intent: intent } = charge;
  return {
    charge_id: id,
    intent_id: typeof intent === 'object' ? (intent?.id ?? null) : intent,
    amount,
    currency,
    description: description ?? '',
    metadata,
    created: created * 1000,
  };
}
