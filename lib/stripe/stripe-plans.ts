import type Stripe from 'stripe';
import type { StripePlans } from '../plan/ports';
import { readStripePlan } from '../plan/stripe-plan';
import { isNotFound, rethrow } from './failure';

export function stripePlans(client: () => Promise<Stripe>): StripePlans {
  return {
    retrieve: async (id) => {
      try {
        return readStripePlan(await (await client()).plans.retrieve(id));
      } catch (error) {
        return isNotFound(error) ? null : rethrow(error);
      }
    },
  };
}
