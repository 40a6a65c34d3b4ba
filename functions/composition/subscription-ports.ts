import { isLive } from '../../lib/coupon/coupon';
import { payerOf } from '../../lib/customer/payer-of';
import type { Table } from '../../lib/dynamo/client';
import { couponStore } from '../../lib/dynamo/coupon-store';
import { customerStore } from '../../lib/dynamo/customer-store';
import { planStore } from '../../lib/dynamo/plan-store';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { subscriptionStore } from '../../lib/dynamo/subscription-store';
import { taxRateStore } from '../../lib/dynamo/tax-rate-store';
import { systemTime } from '../../lib/runtime/time';
import { stripeSubscriptions } from '../../lib/stripe/stripe-subscriptions';
import { stripeTaxRates } from '../../lib/stripe/stripe-tax-rates';
import type { SubscriptionPorts } from '../../lib/subscription/ports';
import type { StripeAccess } from './stripe-access';

/** The ports of every use case about subscriptions and their tax rates, on the table and Stripe. */
export function subscriptionPorts(table: Table, { client, requests }: StripeAccess): SubscriptionPorts {
  const settings = settingsStore(table);
  const coupons = couponStore(table);
  return {
    subscriptions: subscriptionStore(table),
    stripeSubscriptions: stripeSubscriptions(client),
    taxRates: taxRateStore(table),
    stripeTaxRates: stripeTaxRates(client),
    planOf: planStore(table).find,
    couponOf: async (couponId) => {
      const coupon = await coupons.find(couponId);
      // One that Stripe does not have cannot be redeemed.
      return coupon && { coupon_id: coupon.coupon_id, is_deleted: !isLive(coupon) };
    },
    payerOf: payerOf(customerStore(table)),
    isPaused: async () => (await settings.paused()).paused,
    stripe: requests,
    time: systemTime,
  };
}
