import type Stripe from 'stripe';
import { EXPAND } from '../customer/card-token';
import type { StripeCustomers } from '../customer/ports';
import { attemptsOf, readStripeCards, readStripeCustomer, uniqueById } from '../customer/stripe-customer';
import { isNotFound, rethrow } from './failure';

/** More cards than any person has; a bound, so that one customer cannot hold up a run. */
const MAX_CARDS = 500;

export function stripeCustomers(client: () => Promise<Stripe>): StripeCustomers {
  return {
    retrieve: async (id) => {
      try {
        const stripe = await client();
        const raw = await stripe.customers.retrieve(id, { expand: EXPAND });
        const customer = readStripeCustomer(raw);
        if (customer.deleted) return customer;
        const methods = await stripe.customers
          .listPaymentMethods(id, { limit: 100 })
          .autoPagingToArray({ limit: MAX_CARDS });
        // An expanded customer shows ten of its sources.
        const hasMore = 'sources' in raw && raw.sources?.has_more === true;
        const sources = hasMore
          ? await stripe.customers.listSources(id, { limit: 100 }).autoPagingToArray({ limit: MAX_CARDS })
          : [];
        return {
          ...customer,
          cards: uniqueById([...customer.cards, ...readStripeCards([...sources, ...methods])]),
          attempts: new Map([...customer.attempts, ...attemptsOf(sources)]),
        };
      } catch (error) {
        return isNotFound(error) ? null : rethrow(error);
      }
    },
    // Listed, never searched: Stripe's search lags by up to an hour and is missing in some countries.
    findOurs: async (ourId, from, to) => {
      try {
        const stripe = await client();
        const created = { gte: Math.floor(from / 1000), lte: Math.ceil(to / 1000) };
        for await (const customer of stripe.customers.list({
          created,
          limit: 100,
          expand: EXPAND.map((p) => `data.${p}`),
        })) {
          const found = readStripeCustomer(customer);
          if (found.aa_stripe_id === ourId) return found;
        }
        return null;
      } catch (error) {
        return rethrow(error);
      }
    },
  };
}
