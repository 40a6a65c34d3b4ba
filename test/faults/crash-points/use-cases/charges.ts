import type { UseCase } from '../use-case';
import { customer, paidCharge, recordedCharge } from './people';

const REFUND = 'POST /aa-stripe/charges/{id}/refund';

export const charges: UseCase[] = [
  {
    name: 'charge',
    prepare: async (stage) => {
      await customer(stage, 'u1');
    },
    act: async (stage) => {
      const id = await recordedCharge(stage, 'u1');
      await stage.client.charge(id);
      await stage.client.send('GET /aa-stripe/charges/{id}', { params: { id } });
      await stage.client.send('GET /aa-stripe/charges', { query: { user: 'u1' } });
    },
  },
  {
    name: 'charge-declined-then-paid',
    prepare: async (stage) => {
      stage.known['customer'] = await customer(stage, 'u1', 'tok_chargeCustomerFail');
      stage.known['id'] = await recordedCharge(stage, 'u1');
    },
    act: async ({ client, known: { id = '', customer: stripe_customer_id = '' } }) => {
      await client.charge(id);
      await client.send('PUT /aa-stripe/customers/{stripe_customer_id}', {
        user: 'u1',
        params: { stripe_customer_id },
        body: { stripe_js_response: { id: 'tok_visa' } },
      });
      await client.charge(id);
    },
  },
  {
    name: 'charge-to-authenticate',
    prepare: async (stage) => {
      await customer(stage, 'u1', 'tok_authenticationRequired');
      stage.known['id'] = await recordedCharge(stage, 'u1');
    },
    act: async ({ client, known: { id = '' } }) => {
      await client.charge(id);
      await client.send('GET /aa-stripe/charges/{id}/client-secret', { user: 'u1', params: { id } });
    },
  },
  {
    name: 'refund',
    prepare: async (stage) => {
      stage.known['id'] = await paidCharge(stage, 'u1');
    },
    act: async ({ client, known: { id = '' } }) => {
      await client.send(REFUND, { params: { id }, body: { amount: 300 }, key: 'some' });
      await client.send(REFUND, { params: { id }, key: 'rest' });
      await client.send('GET /aa-stripe/charges/{id}/refunds', { params: { id } });
    },
  },
];
