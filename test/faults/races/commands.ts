import { customer, recordedCharge } from '../crash-points/use-cases/people';
import { is, type Race, states } from './race';

export const commands: Race[] = [
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
