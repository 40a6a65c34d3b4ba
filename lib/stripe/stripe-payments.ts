import type Stripe from 'stripe';
import type { StripePayments } from '../charge/ports';
import {
  readStripeDispute,
  readStripePayment,
  readStripeRefund,
  type StripePayment,
} from '../charge/stripe-payment';
import { isNotFound, rethrow } from './failure';

/** More refunds than any payment has; a bound, so that one payment cannot hold up a run. */
const MAX_REFUNDS = 500;

export function stripePayments(client: () => Promise<Stripe>): StripePayments {
  return {
    retrieve: async (stripeId) => {
      try {
        const stripe = await client();
        const raw = stripeId.startsWith('pi_')
          ? await stripe.paymentIntents.retrieve(stripeId, { expand: ['latest_charge'] })
          : await stripe.charges.retrieve(stripeId);
        return await withDetails(readStripePayment(raw), stripe);
      } catch (error) {
        return isNotFound(error) ? null : rethrow(error);
      }
    },
    // Listed, never searched: Stripe's search lags by up to an hour and is missing in some countries.
    findOurs: async (ourId, customer, from, to) => {
      try {
        const stripe = await client();
        const intents = stripe.paymentIntents.list({
          customer,
          created: { gte: Math.floor(from / 1000), lte: Math.ceil(to / 1000) },
          limit: 100,
          expand: ['data.latest_charge'],
        });
        for await (const intent of intents) {
          const found = readStripePayment(intent);
          if (found.aa_stripe_id === ourId) return await withDetails(found, stripe);
        }
        return null;
      } catch (error) {
        return rethrow(error);
      }
    },
    clientSecret: async (intentId) => {
      try {
        return (await (await client()).paymentIntents.retrieve(intentId)).client_secret;
      } catch (error) {
        return isNotFound(error) ? null : rethrow(error);
      }
    },
  };
}

/** Refunds and disputes are listed on their own, and only where the charge says that there are some. */
async function withDetails(payment: StripePayment, stripe: Stripe): Promise<StripePayment> {
  const { charge } = payment;
  if (!charge) return payment;
  const refunds =
    charge.status === 'succeeded'
      ? await stripe.refunds.list({ charge: charge.id, limit: 100 }).autoPagingToArray({ limit: MAX_REFUNDS })
      : [];
  const [dispute] = charge.disputed ? (await stripe.disputes.list({ charge: charge.id, limit: 1 })).data : [];
  return {
    ...payment,
    refunds: refunds.map(readStripeRefund),
    dispute: dispute ? readStripeDispute(dispute) : null,
  };
}
