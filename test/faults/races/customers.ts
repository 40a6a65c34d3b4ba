import { customer, recordedCharge } from '../crash-points/use-cases/people';
import { is, operator, queueEvents, type Race, states, workers } from './race';

export const customers: Race[] = [
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
];
