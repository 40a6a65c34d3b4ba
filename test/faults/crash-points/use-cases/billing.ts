import type { UseCase } from '../use-case';
import { customer, plan, subscription } from './people';

export const billing: UseCase[] = [
  {
    name: 'plan',
    act: async (stage) => {
      const id = await plan(stage);
      await stage.client.send('GET /aa-stripe/plans/{id}', { params: { id } });
      await stage.client.send('GET /aa-stripe/plans', {});
    },
  },
  {
    name: 'subscription',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      stage.known['plan'] = await plan(stage);
      await stage.client.send('POST /aa-stripe/coupons', {
        body: { coupon_id: 'half', percent_off: 50, duration: 'once' },
      });
    },
    act: async (stage) => {
      const id = await subscription(stage, 'u1', { tax_percent: 8, coupon: 'half' });
      await stage.client.send('GET /aa-stripe/subscriptions/{id}', { params: { id } });
      await stage.client.send('GET /aa-stripe/subscriptions', {});
    },
  },
  {
    name: 'subscription-endings',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      stage.known['plan'] = await plan(stage);
      stage.known['id'] = await subscription(stage, 'u1');
    },
    act: async ({ client, known: { id = '' } }) => {
      const at = 'POST /aa-stripe/subscriptions/{id}';
      await client.send(`${at}/cancel`, { params: { id }, body: { at_period_end: true } });
      await client.send(`${at}/undo-cancel`, { params: { id } });
      await client.send(`${at}/refresh-from-stripe`, { params: { id } });
      await client.send(`${at}/cancel`, { params: { id } });
    },
  },
  {
    name: 'coupon',
    act: async ({ client }) => {
      const params = { coupon_id: 'half' };
      await client.send('POST /aa-stripe/coupons', {
        body: { coupon_id: 'half', percent_off: 50, duration: 'once' },
        key: 'coupon',
      });
      await client.send('PATCH /aa-stripe/coupons/{coupon_id}', { params, body: { metadata: { a: '1' } } });
      await client.send('GET /aa-stripe/coupons', {});
      await client.send('GET /aa-stripe/coupons/{coupon_id}', { user: 'u1', params });
      await client.send('GET /aa-stripe/admin/coupons/{coupon_id}', { params });
    },
  },
  {
    name: 'coupon-deleted',
    prepare: async ({ client }) => {
      await client.send('POST /aa-stripe/coupons', {
        body: { coupon_id: 'half', percent_off: 50, duration: 'once' },
      });
    },
    act: async ({ client }) => {
      await client.send('DELETE /aa-stripe/coupons/{coupon_id}', { params: { coupon_id: 'half' } });
    },
  },
];
