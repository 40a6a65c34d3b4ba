import { customer, plan, subscription } from '../crash-points/use-cases/people';
import { is, onSubscription, operator, queueEvents, type Race, states, workers } from './race';

const HALF = { coupon_id: 'half', percent_off: 50, duration: 'once' };

export const billing: Race[] = [
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
    actors: (stage) => {
      const { platform } = stage;
      const at = onSubscription(stage);
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
      const at = onSubscription(stage);
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
];
