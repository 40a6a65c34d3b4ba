import * as v from 'valibot';
import { COMMANDS } from '../../../lib/command/command';
import type { Fault, FaultKind } from '../platform/faults';
import { noise } from './noise';
import type { Stage, UseCase } from './use-case';
import { customer, heldCharge, paidCharge, plan, recordedCharge, subscription } from './use-cases/people';
import { largeEvent } from './use-cases/webhooks';

/** Lists with each filter that they take. */
const LISTS: [route: string, ...queries: Record<string, string>[]][] = [
  [
    'GET /aa-stripe/charges',
    {},
    { user: 'u1' },
    { state: 'charged' },
    { source_type: 'order', source_id: '7' },
  ],
  ['GET /aa-stripe/subscriptions', {}, { user: 'u1' }, { status: 'active' }],
  ['GET /aa-stripe/coupons', {}, { include_deleted: 'true' }],
  ['GET /aa-stripe/plans', {}],
  ['GET /aa-stripe/admin/customers', {}, { user: 'u1' }],
  [
    'GET /aa-stripe/search',
    ...['u1', 'pi_1', 'ch_1', 'cus_1', 'scus_1', 'sub_1', 'evt_1'].map(
      (q): Record<string, string> => ({ q }),
    ),
  ],
  ['GET /aa-stripe/webhooks', {}, { failed: 'true' }, { is_parsed: 'false' }],
];

/** Our id of the one customer there is. */
async function ownId({ client }: Stage): Promise<string> {
  const { body } = await client.send('GET /aa-stripe/admin/customers');
  return v.parse(v.object({ results: v.tuple([v.object({ id: v.string() })]) }), body).results[0].id;
}

/** What a function cannot do at first: the platform and the function itself then try again. */
function failing(stage: Stage, faults: Omit<Fault, 'nth' | 'kind'>[], kind: FaultKind): void {
  const { wire } = stage.platform;
  wire.isWatching = true;
  wire.faults = faults.flatMap((fault) => [1, 2, 3].map((nth): Fault => ({ ...fault, nth, kind })));
}

/** Has something else happen right before the nth call of a function. */
function meanwhile(
  { platform: { wire } }: Stage,
  name: string,
  nth: number,
  happens: () => Promise<unknown>,
) {
  let calls = 0;
  wire.turns = {
    take: async (process) => {
      if (process.name !== name) return;
      calls += 1;
      if (calls === nth) await happens();
    },
  };
}

/**
 * What no use case needs when all goes well, and the product does all the same: together they use every permission
 * that a function has.
 */
export const RARE_CALLS: UseCase[] = [
  {
    name: 'lists-with-every-filter',
    act: async (stage) => {
      await paidCharge(stage, 'u1');
      stage.known['plan'] = await plan(stage);
      await subscription(stage, 'u1');
      for (const [route, ...queries] of LISTS) {
        for (const query of queries) await stage.client.send(route, { query });
      }
      const { results = [] } = (await stage.client.send('GET /aa-stripe/admin/customers')).body as {
        results?: { id: string }[];
      };
      await stage.client.send('GET /aa-stripe/admin/customers/{id}', {
        params: { id: results[0]?.id ?? '' },
      });
    },
  },
  {
    name: 'every-command-by-operator',
    act: async ({ client, platform }) => {
      for (const name of COMMANDS) {
        const body = name === 'replay-webhooks' ? { webhooks: { failed: true } } : {};
        await client.send('POST /aa-stripe/commands/{name}/runs', { params: { name }, body });
      }
      await platform.command('replay-webhooks', { webhooks: { failed: true } });
    },
  },
  {
    name: 'refused-by-stripe',
    act: async (stage) => {
      const { client, platform } = stage;
      await platform.scene.stripe.coupons.create({ id: 'taken', percent_off: 10, duration: 'once' });
      await client.once('POST /aa-stripe/coupons', {
        body: { coupon_id: 'taken', percent_off: 50, duration: 'once' },
      });
      await customer(stage, 'u1', 'tok_chargeDeclined');
    },
  },
  {
    name: 'sent-again',
    act: async (stage) => {
      const { client } = stage;
      const id = await customer(stage, 'u1');
      await customer(stage, 'u1');
      const own = await ownId(stage);
      await client.send('POST /aa-stripe/admin/customers/{id}/change-description', {
        params: { id: own },
        body: { description: 'A good one' },
        key: 'description',
      });
      meanwhile(stage, 'update-customer', 6, () =>
        client.send('POST /aa-stripe/admin/customers/{id}/refresh-from-stripe', { params: { id: own } }),
      );
      await client.send('PATCH /aa-stripe/customers/{stripe_customer_id}', {
        user: 'u1',
        params: { stripe_customer_id: id },
        body: { stripe_js_response: { id: 'tok_mastercard' } },
      });
    },
  },
  {
    name: 'large-event-that-the-stream-forgot',
    act: async ({ platform }) => {
      await platform.deliverEvent(largeEvent());
      platform.forgetStream();
      platform.time.advance(3600_000);
      await platform.command('sweep');
      await platform.flow();
    },
  },
  {
    name: 'stripe-is-away',
    act: async (stage) => {
      await paidCharge(stage, 'u1');
      const operation = 'stripe:GET /v1/payment_intents/:id';
      failing(stage, [{ function: 'parse-webhooks', operation }], 'fails-before');
      await stage.platform.flow();
    },
  },
  {
    name: 'the-table-is-away',
    act: async (stage) => {
      await customer(stage, 'u1');
      failing(stage, [{ function: 'parse-webhooks', operation: 'dynamodb:GetItem' }], 'fails-before');
      await stage.platform.flow();
    },
  },
  {
    name: 'more-than-a-run-does-by-itself',
    act: async (stage) => {
      const { platform } = stage;
      await customer(stage, 'u1');
      for (const day of ['01', '02', '03', '04']) await heldCharge(stage, 700, day);
      // One that was imported and is paid already: a worker looks for the charge that has its payment.
      await platform.scene.stripe.paymentIntents.create({
        ...{
          amount: 700,
          currency: 'usd',
          customer: (await platform.scene.stripe.customers.list()).data[0]?.id ?? '',
        },
        ...{ payment_method: 'pm_card_visa', description: 'Imported', confirm: true },
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      });
      platform.time.advance(3600_000);
      await platform.command('release-imported');
      failing(stage, [{ function: 'work-commands', operation: 'dynamodb:GetItem' }], 'fails-before');
      await platform.flow();
      // The message comes again, and then the charges are as due as any other.
      platform.time.advance(3600_000);
      await platform.flow();
      await platform.command('charge-stripe');
      await platform.flow();
    },
  },
  {
    name: 'every-large-run',
    act: async (stage) => {
      const { platform } = stage;
      stage.known['plan'] = await plan(stage);
      for (const user of ['u1', 'u2', 'u3', 'u4']) {
        await customer(stage, user);
        await subscription(stage, user, { end_date: '2026-12-31' });
      }
      await platform.command('end-subscriptions');
      await platform.flow();
      failing(stage, [{ function: 'operate-charges', operation: 'stripe:POST /v1/:id' }], 'ends-after');
      for (const user of ['u1', 'u2', 'u3', 'u4']) {
        const id = await recordedCharge(stage, user);
        await stage.client.once('POST /aa-stripe/charges/{id}/charge', { params: { id } });
      }
      platform.time.advance(3600_000);
      await platform.command('recover-operations');
      await platform.flow();
    },
  },
  {
    name: 'events-about-what-nobody-has',
    act: async ({ platform }) => {
      await platform.scene.stripe.customers.create({ metadata: { aa_stripe_id: 'scus_none' } });
      const object = { id: 're_1', object: 'refund', charge: 'ch_1', payment_intent: null, metadata: {} };
      const event = { id: 'evt_refund', object: 'event', type: 'refund.updated', livemode: false };
      await platform.deliverEvent(JSON.stringify({ ...event, data: { object } }));
      await platform.flow();
    },
  },
  {
    name: 'paid-before-it-was-released',
    act: async (stage) => {
      const { stripe } = stage.platform.scene;
      const payer = await customer(stage, 'u1');
      await heldCharge(stage, 700, '01');
      await stripe.paymentIntents.create({
        amount: 700,
        currency: 'usd',
        customer: payer,
        payment_method: 'pm_card_visa',
        description: 'Imported',
        confirm: true,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      });
      stage.platform.time.advance(3600_000);
      await stage.platform.command('release-imported');
    },
  },
  {
    name: 'large-event-that-never-arrived',
    act: async ({ platform }) => {
      platform.lose(() => true);
      await platform.scene.stripe.coupons.create({ id: 'lost', percent_off: 10, duration: 'once' });
      // Stripe shows it as large as it would have delivered it.
      platform.wire.alter = (url, answer) =>
        url.startsWith('/v1/events/')
          ? { ...answer, body: `{"noise":${JSON.stringify(noise())},${String(answer.body).slice(1)}` }
          : answer;
      platform.time.advance(2 * 3600_000);
      await platform.command('reconcile-webhooks');
      platform.wire.alter = null;
    },
  },
  {
    name: 'dispute',
    act: async (stage) => {
      await customer(stage, 'u1', 'tok_createDispute');
      const id = await recordedCharge(stage, 'u1');
      await stage.client.send('POST /aa-stripe/charges/{id}/charge', { params: { id } });
      await stage.platform.flow();
    },
  },
];
