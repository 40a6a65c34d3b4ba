import type Stripe from 'stripe';
import { EXPAND } from '../customer/card-token';
import type { StripeCustomerPages } from '../customer/refresh-customers';
import { readStripeCustomer } from '../customer/stripe-customer';
import { isGone, rethrow } from './failure';

/** A page that fails is asked for again this often, at growing intervals: reading changes nothing. */
const RETRIES = { maxNetworkRetries: 6 };

export function stripeCustomerPages(client: () => Promise<Stripe>, now: () => number): StripeCustomerPages {
  const pages = async function* (after: string | null) {
    const stripe = await client();
    const expand = EXPAND.map((path) => `data.${path}`);
    let last = after;
    for (let hasMore = true; hasMore; ) {
      const asOf = now();
      const start = last === null ? {} : { starting_after: last };
      const page = await stripe.customers.list({ limit: 100, expand, ...start }, RETRIES);
      for (const raw of page.data) {
        const isPartial = raw.sources?.has_more === true;
        yield { id: raw.id, position: raw.id, stripe: readStripeCustomer(raw), isPartial, asOf };
        last = raw.id;
      }
      hasMore = page.has_more && page.data.length > 0;
    }
  };
  return {
    all: async function* (after) {
      try {
        yield* pages(after);
      } catch (error) {
        // The customer where the last run stopped is gone: from the beginning then.
        if (after === null || !isGone(error)) rethrow(error);
        yield* pages(null);
      }
    },
  };
}
