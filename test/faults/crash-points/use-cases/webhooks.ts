import { noise } from '../noise';
import type { Stage, UseCase } from '../use-case';
import { customer, paidCharge, plan, subscription } from './people';

/** An event that fits no item, so that its text goes to the bucket. */
export function largeEvent(): string {
  return JSON.stringify({
    id: 'evt_large',
    object: 'event',
    type: 'invoice.updated',
    livemode: false,
    data: { object: { id: 'in_large', object: 'invoice', lines: noise() } },
  });
}

async function paidThere({ platform, known: { id = '' } }: Stage): Promise<string> {
  const { data } = await platform.scene.stripe.paymentIntents.list({ limit: 100 });
  return data.find(({ metadata }) => metadata['aa_stripe_id'] === id)?.id ?? '';
}

export const webhooks: UseCase[] = [
  {
    name: 'large-event',
    act: async ({ platform }) => {
      await platform.deliverEvent(largeEvent());
      await platform.deliverEvent(largeEvent());
      await platform.flow();
    },
  },
  {
    name: 'changes-made-elsewhere',
    prepare: async (stage) => {
      stage.known['id'] = await paidCharge(stage, 'u1');
      stage.known['plan'] = await plan(stage);
      stage.known['subscription'] = await subscription(stage, 'u1');
      await stage.platform.flow();
    },
    act: async (stage) => {
      const { stripe } = stage.platform.scene;
      const payment = await paidThere(stage);
      await stripe.refunds.create({ payment_intent: payment, amount: 400 });
      await stripe.coupons.create({ id: 'theirs', percent_off: 10, duration: 'once' });
      const { data: subscriptions } = await stripe.subscriptions.list();
      await stripe.subscriptions.cancel(subscriptions[0]?.id ?? '');
      const { data: customers } = await stripe.customers.list();
      await stripe.customers.del(customers[0]?.id ?? '');
      await stage.platform.flow();
    },
  },
  {
    name: 'webhooks-by-operator',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      await stage.platform.deliverEvent(largeEvent());
      await stage.platform.flow();
    },
    act: async ({ client, platform }) => {
      const params = { id: 'evt_large' };
      await client.send('GET /aa-stripe/webhooks', { query: { is_parsed: 'true' } });
      await client.send('GET /aa-stripe/webhooks/{id}', { params });
      await client.send('POST /aa-stripe/webhooks/{id}/replay', { params, key: 'replay' });
      await platform.flow();
    },
  },
];
