import type { Stage } from '../crash-points/use-case';
import { customer, paidCharge, plan, subscription } from '../crash-points/use-cases/people';

/** What happens to something at Stripe from its beginning to its end, step by step; each step makes events. */
export interface Life {
  name: string;
  prepare(stage: Stage): Promise<void>;
  steps: ((stage: Stage) => Promise<unknown>)[];
}

const stripeOf = ({ platform }: Stage) => platform.scene.stripe;
const customerOf = ({ known }: Stage) => known['customer'] ?? '';

async function paymentOf(stage: Stage): Promise<{ intent: string; charge: string }> {
  const { data } = await stripeOf(stage).paymentIntents.list();
  return { intent: data[0]?.id ?? '', charge: String(data[0]?.latest_charge ?? '') };
}

async function subscriptionOf(stage: Stage): Promise<string> {
  const { data } = await stripeOf(stage).subscriptions.list();
  return data[0]?.id ?? '';
}

export const LIVES: Life[] = [
  {
    name: 'a customer: changed, given cards, deleted',
    prepare: async (stage) => {
      stage.known['customer'] = await customer(stage, 'u1');
    },
    steps: [
      (stage) => stripeOf(stage).customers.update(customerOf(stage), { description: 'Ann' }),
      (stage) => stripeOf(stage).customers.createSource(customerOf(stage), { source: 'tok_mastercard' }),
      (stage) => stripeOf(stage).paymentMethods.attach('pm_card_amex', { customer: customerOf(stage) }),
      async (stage) => {
        const { data } = await stripeOf(stage).customers.listPaymentMethods(customerOf(stage));
        const amex = data.find(({ card }) => card?.brand === 'amex')?.id ?? '';
        await stripeOf(stage).customers.update(customerOf(stage), {
          invoice_settings: { default_payment_method: amex },
        });
      },
      (stage) => stripeOf(stage).customers.del(customerOf(stage)),
    ],
  },
  {
    name: 'a charge: given back in parts, disputed, the dispute lost',
    prepare: async (stage) => {
      stage.known['id'] = await paidCharge(stage, 'u1');
    },
    steps: [
      async (stage) =>
        stripeOf(stage).refunds.create({ payment_intent: (await paymentOf(stage)).intent, amount: 300 }),
      async (stage) =>
        stripeOf(stage).refunds.create({ payment_intent: (await paymentOf(stage)).intent, amount: 200 }),
      async (stage) =>
        stage.platform.scene.control('disputes', {
          charge: (await paymentOf(stage)).charge,
          reason: 'fraudulent',
        }),
      async (stage) => {
        const { data } = await stripeOf(stage).disputes.list();
        await stage.platform.scene.control(`disputes/${data[0]?.id}/close`, { status: 'lost' });
      },
    ],
  },
  {
    name: 'a subscription: to be ended, kept, cancelled',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      stage.known['plan'] = await plan(stage);
      stage.known['id'] = await subscription(stage, 'u1');
    },
    steps: [
      async (stage) =>
        stripeOf(stage).subscriptions.update(await subscriptionOf(stage), { cancel_at_period_end: true }),
      async (stage) =>
        stripeOf(stage).subscriptions.update(await subscriptionOf(stage), { cancel_at_period_end: false }),
      async (stage) =>
        stripeOf(stage).subscriptions.update(await subscriptionOf(stage), { metadata: { a: '1' } }),
      async (stage) => stripeOf(stage).subscriptions.cancel(await subscriptionOf(stage)),
    ],
  },
  {
    name: 'a coupon: made, changed, deleted, made anew under its id',
    prepare: async () => {},
    steps: [
      (stage) => stripeOf(stage).coupons.create({ id: 'half', percent_off: 50, duration: 'once' }),
      (stage) => stripeOf(stage).coupons.update('half', { metadata: { a: '1' } }),
      (stage) => stripeOf(stage).coupons.del('half'),
      async (stage) => {
        stage.platform.time.advance(1_000);
        await stripeOf(stage).coupons.create({ id: 'half', percent_off: 20, duration: 'once' });
      },
    ],
  },
];
