import type { UseCase } from '../use-case';
import { customer, heldCharge, paidCharge, plan, recordedCharge, subscription } from './people';

const HOUR_MS = 3600_000;

/** As schedules have it: what one run does not get done, the next ones do. */
export const commands: UseCase[] = [
  {
    name: 'charge-stripe',
    prepare: async (stage) => {
      for (const [user, token] of [
        ['u1', 'tok_visa'],
        ['u2', 'tok_chargeCustomerFail'],
        ['u3', 'tok_visa'],
      ] as const) {
        await customer(stage, user, token);
        await recordedCharge(stage, user);
      }
      await recordedCharge(stage, 'nobody');
    },
    act: async ({ platform }) => {
      await platform.command('charge-stripe');
    },
    schedules: ['charge-stripe'],
  },
  {
    name: 'end-subscriptions',
    prepare: async (stage) => {
      stage.known['plan'] = await plan(stage);
      for (const user of ['u1', 'u2']) {
        await customer(stage, user);
        await subscription(stage, user, { end_date: '2026-12-31' });
      }
    },
    act: async ({ platform }) => {
      await platform.command('end-subscriptions');
    },
    schedules: ['end-subscriptions'],
  },
  {
    name: 'refresh-customers',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      await customer(stage, 'u2');
      const { stripe } = stage.platform.scene;
      await stage.platform.flow();
      stage.platform.lose(() => true);
      for (const { id } of (await stripe.customers.list()).data) {
        await stripe.customers.createSource(id, { source: 'tok_mastercard' });
      }
    },
    act: async ({ platform }) => {
      await platform.command('refresh-customers');
    },
    schedules: ['refresh-customers'],
  },
  {
    name: 'refresh-coupons',
    prepare: async ({ client, platform }) => {
      await client.send('POST /aa-stripe/coupons', {
        body: { coupon_id: 'gone', percent_off: 50, duration: 'once' },
      });
      await platform.flow();
      platform.lose(() => true);
      await platform.scene.stripe.coupons.del('gone');
      await platform.scene.stripe.coupons.create({ id: 'new', percent_off: 10, duration: 'once' });
    },
    act: async ({ platform }) => {
      await platform.command('refresh-coupons');
    },
    schedules: ['refresh-coupons'],
  },
  {
    name: 'check-pending-webhooks',
    prepare: async ({ platform }) => {
      platform.lose(() => true);
      for (let i = 0; i < 3; i += 1) await platform.scene.stripe.customers.create();
      platform.time.advance(2 * HOUR_MS);
    },
    act: async ({ platform }) => {
      await platform.command('check-pending-webhooks');
    },
    schedules: ['check-pending-webhooks'],
  },
  {
    name: 'reconcile-webhooks',
    prepare: async (stage) => {
      stage.known['id'] = await paidCharge(stage, 'u1');
      const { platform } = stage;
      await platform.flow();
      const { stripe } = platform.scene;
      const before = new Set((await stripe.events.list({ limit: 100 })).data.map(({ id }) => id));
      platform.lose(({ id }) => !before.has(id));
      const { data } = await stripe.paymentIntents.list();
      await stripe.refunds.create({ payment_intent: data[0]?.id ?? '', amount: 400 });
      await stripe.coupons.create({ id: 'theirs', percent_off: 10, duration: 'once' });
      await platform.flow();
    },
    act: async ({ platform }) => {
      await platform.command('reconcile-webhooks');
      await platform.flow();
    },
    schedules: ['reconcile-webhooks'],
  },
  {
    name: 'replay-webhooks',
    prepare: async ({ platform }) => {
      // Of a customer that Stripe does not know: an error that stays with the webhook.
      const object = { id: 'cus_none', object: 'customer', metadata: {} };
      const event = { object: 'event', type: 'customer.updated', livemode: false, data: { object } };
      for (const id of ['evt_a', 'evt_b']) await platform.deliverEvent(JSON.stringify({ id, ...event }));
      await platform.flow();
    },
    act: async ({ platform }) => {
      await platform.command('replay-webhooks', { webhooks: { types: ['customer.updated'], force: true } });
      await platform.flow();
    },
  },
  {
    name: 'sweep',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      await stage.platform.deliverEvent(
        JSON.stringify({ id: 'evt_x', object: 'event', type: 'ping', livemode: false, data: { object: {} } }),
      );
      stage.platform.forgetStream();
      stage.platform.time.advance(HOUR_MS);
    },
    act: async ({ platform }) => {
      await platform.command('sweep');
      await platform.flow();
    },
  },
  {
    name: 'recover-operations',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      const { wire } = stage.platform;
      wire.isWatching = true;
      wire.faults = [
        {
          function: 'operate-charges',
          operation: 'stripe:POST /v1/payment_intents',
          nth: 1,
          kind: 'ends-after',
        },
        { function: 'create-customer', operation: 'stripe:POST /v1/customers', nth: 1, kind: 'fails-after' },
        { function: 'operate-coupons', operation: 'stripe:POST /v1/coupons', nth: 1, kind: 'ends-before' },
      ];
      const id = await recordedCharge(stage, 'u1');
      await stage.client.once('POST /aa-stripe/charges/{id}/charge', { params: { id } });
      await stage.client.once('POST /aa-stripe/customers', {
        user: 'u2',
        body: { stripe_js_response: { id: 'tok_visa' } },
      });
      await stage.client.once('POST /aa-stripe/coupons', {
        body: { coupon_id: 'half', percent_off: 50, duration: 'once' },
      });
      wire.faults = [];
      wire.isWatching = false;
      stage.platform.time.advance(HOUR_MS);
    },
    act: async ({ platform }) => {
      await platform.command('recover-operations');
      await platform.flow();
    },
  },
  {
    name: 'release-imported',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      await heldCharge(stage, 700, '01');
      await heldCharge(stage, 900, '02');
    },
    act: async ({ platform }) => {
      await platform.command('release-imported');
    },
    schedules: ['release-imported'],
  },
  {
    name: 'commands-by-operator',
    act: async ({ client, platform }) => {
      const params = { name: 'sweep' };
      await client.send('POST /aa-stripe/commands/{name}/runs', { params, key: 'run' });
      await platform.flow();
      await client.send('GET /aa-stripe/commands/{name}/runs', { params });
      await client.send('GET /aa-stripe/commands', {});
      await client.send('PUT /aa-stripe/settings/paused', { body: { paused: true, reason: 'night' } });
      await client.send('GET /aa-stripe/settings/paused', {});
      await client.send('GET /aa-stripe/audit', { query: { record: 'sweep' } });
      await client.send('GET /aa-stripe/overview', {});
      await client.send('GET /aa-stripe/dead-letters', { query: { queue: 'parse' } });
      await client.send('GET /aa-stripe/search', { query: { q: 'u1' } });
      await client.send('GET /aa-stripe/openapi.json', {});
      await client.send('GET /aa-stripe/console', {});
      await client.send('GET /aa-stripe/console/{file+}', { params: { file: 'config.json' } });
    },
  },
];
