import type Stripe from 'stripe';
import type { StripeTaxRates } from '../subscription/ports';
import { readStripeTaxRate } from '../subscription/stripe-tax-rate';
import { isNotFound, rethrow } from './failure';

export function stripeTaxRates(client: () => Promise<Stripe>): StripeTaxRates {
  return {
    retrieve: async (stripeId) => {
      try {
        return readStripeTaxRate(await (await client()).taxRates.retrieve(stripeId));
      } catch (error) {
        return isNotFound(error) ? null : rethrow(error);
      }
    },
    findAlike: async (percentage) => {
      try {
        const stripe = await client();
        for await (const raw of stripe.taxRates.list({ active: true, inclusive: false, limit: 100 })) {
          const rate = readStripeTaxRate(raw);
          if (rate.percentage === percentage && rate.isPlain) return rate;
        }
        return null;
      } catch (error) {
        return rethrow(error);
      }
    },
  };
}
