import type Stripe from 'stripe';
import { EXPAND } from '../customer/card-token';
import type { StripeCustomerPages } from '../customer/refresh-customers';
import { readStripeCustomer } from '../customer/stripe-customer';
import { isNotFound, rethrow } from './failure';

/** A page that fails is asked for again this often, at growing intervals: reading changes nothing. */
const RETRIES = { maxNetworkRetries: 6 };

export function stripeCustomerPages(client: () => Promise<Stripe>): StripeCustomerPages {
  const pages = async function* (after: string | null) {
    const stripe = await client();
    const expand = EXPAND.map((path) => `data.${path}`);
    const start = after === null ? {} : { starting_after: after };
    for await (const raw of stripe.customers.list({ limit: 100, expand, ...start }, RETRIES)) {
      yield {
        id: raw.id,
        position: raw.id,
        stripe: readStripeCustomer(raw),
        isPartial: raw.sources?.has_more === true,
      };
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

function isGone(error: unknown): boolean {
  return (
    isNotFound(error) || (error instanceof Error && 'code' in error && error.code === 'resource_missing')
  );
}
