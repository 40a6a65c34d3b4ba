import type { FunctionName } from '../../../functions/environments';
import { itemsOf } from '../crash-points/items';
import type { Stage } from '../crash-points/use-case';
import { customer, paidCharge, plan, recordedCharge, subscription } from '../crash-points/use-cases/people';

export interface Race {
  name: string;
  prepare(stage: Stage): Promise<void>;
  /** Who acts at the same time. */
  actors(stage: Stage): (() => Promise<unknown>)[];
  /** Commands that go on by their schedule afterwards. */
  schedules?: FunctionName[];
  /** What is wrong in the end, besides what is always wrong. */
  problems(facts: Record<string, number>, stage: Stage): string[];
}

const operator = { user: 'op' };
const HALF = { coupon_id: 'half', percent_off: 50, duration: 'once' };

function is<T>(what: string, actual: T, expected: T): string[] {
  const [ours, theirs] = [JSON.stringify(actual), JSON.stringify(expected)];
  return ours === theirs ? [] : [`${what} is ${ours} instead of ${theirs}`];
}

const states = ({ platform }: Stage, kind: string) =>
  itemsOf(platform)
    .filter((item) => item.kind === kind)
    .map((item) => String(item['state'] ?? item['status']));

/** Webhooks that wait to be parsed, each by a worker of its own. */
const workers = ({ platform }: Stage, count: number) =>
  Array.from({ length: count }, () => () => platform.parse(1));

/** Everything that Stripe has told so far has arrived and waits in the queue. */
async function queueEvents({ platform }: Stage): Promise<void> {
  const { data } = await platform.scene.stripe.events.list({ limit: 100 });
  for (const event of data) await platform.deliverEvent(JSON.stringify(event));
  while (await platform.publish());
}

export const RACES: Race[] = [
  {
    name: 'I3: charging by hand twice, by the command twice, with webhooks and recovery',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      stage.known['id'] = await recordedCharge(stage, 'u1');
      await queueEvents(stage);
    },
    actors: (stage) => {
      const { client, platform, known } = stage;
      const charge = () =>
        client.once('POST /aa-stripe/charges/{id}/charge', {
          ...operator,
          params: { id: known['id'] ?? '' },
        });
      return [
        charge,
        charge,
        () => platform.command('charge-stripe'),
        () => platform.command('charge-stripe'),
        () => platform.command('recover-operations'),
        ...workers(stage, 2),
      ];
    },
    schedules: ['charge-stripe'],
    problems: (facts, stage) => [
      ...is('facts', facts, { stripe_charge_succeeded: 1 }),
      ...is('charges', states(stage, 'charge'), ['charged']),
    ],
  },
  {
    name: 'I4: three refunds, a refund in the Dashboard and its webhooks',
    prepare: async (stage) => {
      stage.known['id'] = await paidCharge(stage, 'u1');
      await stage.platform.flow();
      const { data } = await stage.platform.scene.stripe.paymentIntents.list();
      stage.known['payment'] = data[0]?.id ?? '';
    },
    actors: (stage) => {
      const { client, known, platform } = stage;
      const refund = () =>
        client.once('POST /aa-stripe/charges/{id}/refund', {
          ...operator,
          params: { id: known['id'] ?? '' },
          body: { amount: 400 },
        });
      const elsewhere = async () => {
        await platform.scene.stripe.refunds
          .create({ payment_intent: known['payment'] ?? '', amount: 400 })
          .catch(() => null);
        await queueEvents(stage);
        await platform.parse();
      };
      return [refund, refund, refund, elsewhere, () => platform.command('recover-operations')];
    },
    problems: () => [],
  },
  {
    name: 'I2: the same token sent three times, and its events',
    prepare: async () => {},
    actors: ({ client }) => {
      const send = () =>
        client.once('POST /aa-stripe/customers', {
          user: 'u1',
          body: { stripe_js_response: { id: 'tok_visa' } },
        });
      return [send, send, send];
    },
    problems: (_, stage) => is('customers', states(stage, 'customer'), ['created']),
  },
  {
    name: 'I5: workers on one customer, while it changes at Stripe and here',
    prepare: async (stage) => {
      stage.known['id'] = await customer(stage, 'u1');
      await stage.platform.scene.stripe.customers.update(stage.known['id'], { description: 'first' });
      await queueEvents(stage);
    },
    actors: (stage) => {
      const { client, known, platform } = stage;
      const { stripe } = platform.scene;
      const id = known['id'] ?? '';
      const change = async () => {
        await platform.command('sweep');
        await stripe.customers.createSource(id, { source: 'tok_mastercard' });
        await queueEvents(stage);
        await platform.parse(1);
      };
      const patch = () =>
        client.once('PATCH /aa-stripe/customers/{stripe_customer_id}', {
          user: 'u1',
          params: { stripe_customer_id: id },
          body: { stripe_js_response: { id: 'tok_amex' } },
        });
      return [...workers(stage, 3), change, patch, () => platform.command('refresh-customers')];
    },
    problems: () => [],
  },
  {
    name: 'I6: a customer is deleted while it is charged, changed and refreshed',
    prepare: async (stage) => {
      stage.known['customer'] = await customer(stage, 'u1');
      stage.known['id'] = await recordedCharge(stage, 'u1');
      await queueEvents(stage);
    },
    actors: (stage) => {
      const { client, known, platform } = stage;
      const id = known['customer'] ?? '';
      const remove = async () => {
        await platform.command('sweep');
        await platform.scene.stripe.customers.del(id);
        await queueEvents(stage);
        await platform.parse();
      };
      return [
        remove,
        () =>
          client.once('POST /aa-stripe/charges/{id}/charge', {
            ...operator,
            params: { id: known['id'] ?? '' },
          }),
        () =>
          client.once('POST /aa-stripe/admin/customers/{id}/refresh-from-stripe', {
            ...operator,
            params: { id },
          }),
        ...workers(stage, 2),
      ];
    },
    problems: (_, stage) => is('customers', states(stage, 'customer'), ['deleted']),
  },
  {
    name: 'a subscription is started twice, and ended in three ways',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      stage.known['plan'] = await plan(stage);
      const { client } = stage;
      const body = { user: 'u1', plan: stage.known['plan'], end_date: '2026-12-31', tax_percent: 8 };
      const made = await client.send('POST /aa-stripe/subscriptions', { body });
      stage.known['id'] = String(made.body['id']);
    },
    actors: ({ client, known, platform }) => {
      const at = (action: string, body?: object) => () =>
        client.once(`POST /aa-stripe/subscriptions/{id}/${action}`, {
          ...operator,
          params: { id: known['id'] ?? '' },
          ...(body && { body }),
        });
      return [
        at('create-at-stripe'),
        at('create-at-stripe'),
        at('cancel', { at_period_end: true }),
        () => platform.command('end-subscriptions'),
        () => platform.command('end-subscriptions'),
        at('refresh-from-stripe'),
      ];
    },
    problems: (_, stage) => is('subscriptions', states(stage, 'subscription'), ['active']),
  },
  {
    name: 'a subscription is cancelled, kept and refreshed at once',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      stage.known['plan'] = await plan(stage);
      stage.known['id'] = await subscription(stage, 'u1');
      await queueEvents(stage);
    },
    actors: (stage) => {
      const { client, known } = stage;
      const at = (action: string, body?: object) => () =>
        client.once(`POST /aa-stripe/subscriptions/{id}/${action}`, {
          ...operator,
          params: { id: known['id'] ?? '' },
          ...(body && { body }),
        });
      return [
        at('cancel', { at_period_end: true }),
        at('undo-cancel'),
        at('cancel'),
        at('refresh-from-stripe'),
        ...workers(stage, 3),
      ];
    },
    problems: () => [],
  },
  {
    name: 'a coupon is made twice, changed, deleted, made anew and refreshed',
    prepare: async () => {},
    actors: (stage) => {
      const { client, platform } = stage;
      const params = { coupon_id: 'half' };
      const make = () => client.once('POST /aa-stripe/coupons', { ...operator, body: HALF });
      const elsewhere = async () => {
        await platform.command('sweep');
        await platform.scene.stripe.coupons.del('half').catch(() => null);
        platform.time.advance(1_000);
        await platform.scene.stripe.coupons
          .create({ id: 'half', percent_off: 20, duration: 'once' })
          .catch(() => null);
        await queueEvents(stage);
        await platform.parse();
      };
      return [
        make,
        make,
        elsewhere,
        () =>
          client.once('PATCH /aa-stripe/coupons/{coupon_id}', {
            ...operator,
            params,
            body: { metadata: { a: '1' } },
          }),
        () => client.once('DELETE /aa-stripe/coupons/{coupon_id}', { ...operator, params }),
        () => platform.command('refresh-coupons'),
      ];
    },
    problems: () => [],
  },
  {
    name: 'I11: runs of the same commands overlap',
    prepare: async (stage) => {
      const { platform } = stage;
      for (const user of ['u1', 'u2']) {
        await customer(stage, user);
        await recordedCharge(stage, user);
      }
      platform.forgetStream();
      platform.time.advance(3600_000);
    },
    actors: ({ platform }) => [
      () => platform.command('charge-stripe'),
      () => platform.command('charge-stripe'),
      () => platform.command('sweep'),
      () => platform.command('sweep'),
      () => platform.command('reconcile-webhooks'),
      () => platform.command('reconcile-webhooks'),
      () => platform.command('recover-operations'),
      () => platform.command('replay-webhooks', { webhooks: { types: ['customer.*'], force: true } }),
    ],
    problems: (facts, stage) => [
      ...is('facts', facts, { stripe_charge_succeeded: 2 }),
      ...is('charges', states(stage, 'charge'), ['charged', 'charged']),
    ],
  },
];
