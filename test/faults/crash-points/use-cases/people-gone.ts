import { noise } from '../noise';
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
  stage.known['customer'] = theirs?.id ?? '';
  // One that nobody handles, so large that its text goes to the bucket.
  await platform.deliverEvent(largeEventAbout(stage, 'checkout.session', { id: 'cs_1' }));
  await stripe.customers.del(theirs?.id ?? '');
  await platform.flow();
}

function largeEventAbout({ known }: Stage, model: string, object: object): string {
  return JSON.stringify({
    id: `evt_${model.replace('.', '_')}`,
    object: 'event',
    type: `${model}.updated`,
    livemode: false,
    data: { object: { object: model, customer: known['customer'], lines: noise(), ...object } },
  });
}

/** An operator asks for a run, and sees to it that it gets through. */
async function run(stage: Stage, name: 'erase-owner' | 'export-owner'): Promise<void> {
  await stage.client.send('POST /aa-stripe/commands/{name}/runs', {
    params: { name },
    body: { owner: 'u1' },
    key: name,
  });
  await stage.platform.flow();
  await until(stage, name, { owner: 'u1' });
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
      await run(stage, 'erase-owner');
      await stage.client.send('GET /aa-stripe/audit');
      // News of the customer and the payment that arrive later bring nothing back.
      await stage.platform.deliverEvent(largeEventAbout(stage, 'customer', { id: stage.known['customer'] }));
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
      await run(stage, 'export-owner');
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
