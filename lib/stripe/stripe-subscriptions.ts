import type Stripe from 'stripe';
import type { StripeSubscriptions } from '../subscription/ports';
import { EXPAND, ourIdIn, readStripeSubscription } from '../subscription/stripe-subscription';
import { isNotFound, rethrow } from './failure';

export function stripeSubscriptions(client: () => Promise<Stripe>): StripeSubscriptions {
  return {
    retrieve: async (stripeId) => {
      try {
        const stripe = await client();
        return readStripeSubscription(await stripe.subscriptions.retrieve(stripeId, { expand: EXPAND }));
      } catch (error) {
        return isNotFound(error) ? null : rethrow(error);
      }
    },
    // Listed, never searched: Stripe's search lags by up to an hour and is missing in some countries.
    findOurs: async (ourId, customer, from, to) => {
      try {
        const stripe = await client();
        const made = stripe.subscriptions.list({
          customer,
          // Also those that have ended meanwhile.
          status: 'all',
          created: { gte: Math.floor(from / 1000), lte: Math.ceil(to / 1000) },
          limit: 100,
          expand: EXPAND.map((field) => `data.${field}`),
        });
        for await (const subscription of made) {
          if (ourIdIn(subscription) === ourId) return readStripeSubscription(subscription);
        }
        return null;
      } catch (error) {
        // A customer that Stripe does not know has no subscriptions.
        return isNotFound(error) ? null : rethrow(error);
      }
    },
  };
}
