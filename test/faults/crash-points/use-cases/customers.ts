import type { UseCase } from '../use-case';
import { customer } from './people';

const card = (id: string) => ({ stripe_js_response: { id } });

export const customers: UseCase[] = [
  {
    name: 'customer',
    act: async (stage) => {
      await customer(stage, 'u1');
    },
  },
  {
    name: 'customer-from-payment-method',
    act: async (stage) => {
      await customer(stage, 'u1', 'pm_card_visa');
    },
  },
  {
    name: 'second-card',
    prepare: async (stage) => {
      stage.known['id'] = await customer(stage, 'u1');
    },
    act: async ({ client, known: { id = '' } }) => {
      const params = { stripe_customer_id: id };
      await client.send('PATCH /aa-stripe/customers/{stripe_customer_id}', {
        user: 'u1',
        params,
        body: card('tok_mastercard'),
      });
      await client.send('GET /aa-stripe/customers/{stripe_customer_id}', { user: 'u1', params });
    },
  },
  {
    name: 'declined-card',
    act: async ({ client }) => {
      await client.send('POST /aa-stripe/customers', { user: 'u1', body: card('tok_chargeDeclined') });
      await client.send('POST /aa-stripe/customers', { user: 'u1', body: card('tok_visa') });
    },
  },
  {
    name: 'customer-by-operator',
    prepare: async (stage) => {
      stage.known['id'] = await customer(stage, 'u1');
    },
    act: async ({ client, known: { id = '' } }) => {
      await client.send('POST /aa-stripe/admin/customers/{id}/change-description', {
        params: { id },
        body: { description: 'Ann' },
      });
      await client.send('POST /aa-stripe/admin/customers/{id}/refresh-from-stripe', { params: { id } });
      await client.send('GET /aa-stripe/admin/customers', {});
      await client.send('GET /aa-stripe/admin/customers/{id}', { params: { id } });
    },
  },
];
