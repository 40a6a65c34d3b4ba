import { customer, paidCharge, recordedCharge } from '../crash-points/use-cases/people';
import { is, operator, queueEvents, type Race, states, workers } from './race';

export const payments: Race[] = [
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
];
