import type { Stage, UseCase } from '../use-case';
import { customer, paidCharge, recordedCharge } from './people';
import { largeEvent } from './webhooks';

const DAY_MS = 24 * 3600_000;

/** An owner with a payment and events about it, whose customer is deleted at Stripe: ready to be erased. */
async function readyToErase(stage: Stage): Promise<void> {
  const { platform, client } = stage;
  await paidCharge(stage, 'u1');
  await customer(stage, 'u2');
  await recordedCharge(stage, 'u2');
  await client.send('POST /aa-stripe/charges/{id}/refund', {
    params: { id: await chargeOf(stage, 'u1') },
    body: { amount: 100 },
    key: 'refund',
  });
  await platform.flow();
  const { stripe } = platform.scene;
  const theirs = (await stripe.customers.list()).data.find(({ description }) =>
    description?.startsWith('u1'),
  );
  await stripe.customers.del(theirs?.id ?? '');
  await platform.flow();
}

async function chargeOf({ client }: Stage, user: string): Promise<string> {
  const { body } = await client.send('GET /aa-stripe/charges', { query: { user } });
  return String((body['results'] as { id: string }[])[0]?.id);
}

/** Runs until it is through, as an operator would. */
async function until(stage: Stage, command: 'erase-owner' | 'export-owner', event: object): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) if (await stage.platform.command(command, event)) return;
}

export const peopleGone: UseCase[] = [
  {
    name: 'erase-owner',
    prepare: readyToErase,
    act: async (stage) => {
      await until(stage, 'erase-owner', { owner: 'u1' });
      await until(stage, 'erase-owner', { owner: 'u1' });
      // News of the payment that arrives later brings nothing back.
      const { stripe } = stage.platform.scene;
      const paid = (await stripe.paymentIntents.list()).data.find(({ status }) => status === 'succeeded');
      await stripe.refunds.create({ payment_intent: paid?.id ?? '', amount: 200 });
      await stage.platform.flow();
    },
  },
  {
    name: 'export-owner',
    prepare: readyToErase,
    act: async (stage) => {
      await until(stage, 'export-owner', { owner: 'u1' });
    },
  },
  {
    name: 'expire-webhook-bodies',
    prepare: async (stage) => {
      await customer(stage, 'u1');
      await stage.platform.deliverEvent(largeEvent());
      await stage.platform.flow();
      stage.platform.time.advance(32 * DAY_MS);
    },
    act: async ({ platform }) => {
      await platform.command('expire-webhook-bodies');
    },
    schedules: ['expire-webhook-bodies'],
  },
];
