import { bundleFunctions } from '../../../infra/bundle-functions';
import { onceARun } from '../../fixtures/once-a-run';
import { clientOf } from '../crash-points/client';
import { itemsOf } from '../crash-points/items';
import type { Stage } from '../crash-points/use-case';
import { customer } from '../crash-points/use-cases/people';
import { Platform } from '../platform/platform';

const HOUR_MS = 3600_000;

/** I10: what cannot be handled holds up nothing, and waits for a person with its error. */
describe('a webhook that cannot be parsed, and a Stripe that cannot be asked', () => {
  let platform: Platform;
  let stage: Stage;
  beforeAll(async () => {
    platform = await Platform.open(await onceARun('fault-bundles', bundleFunctions));
  });
  beforeEach(async () => {
    await platform.begin();
    stage = { platform, client: clientOf(platform), known: {} };
    stage.known['id'] = await customer(stage, 'u1');
    await platform.flow();
  });
  afterAll(() => platform.close());

  const event = (id: string) =>
    JSON.stringify({
      id,
      object: 'event',
      type: 'customer.updated',
      livemode: false,
      data: { object: { id: stage.known['id'], object: 'customer' } },
    });
  const webhook = (id: string) => itemsOf(platform).find((item) => item.id === id);
  const deadLetters = () => platform.scene.services.deadLetters.messages.map(({ body }) => body);
  const told = (name: string) =>
    platform.scene.services.signals.filter((signal) => signal['detail-type'] === name).length;
  /** Lets time pass, a quarter of a minute at a time, with workers at the queue. */
  const pass = async (ms: number) => {
    const end = platform.time.now() + ms;
    while (platform.time.now() < end) {
      platform.time.advance(15_000);
      await platform.flow();
    }
  };
  /** What a worker reads of Stripe fails from now on, in a way that nobody expects. */
  const poison = () =>
    platform.scene.control('faults', { method: 'GET', path: '/v1/customers/:id', status: 418, times: 100 });
  const heal = async () => {
    await fetch(`${platform.scene.stripeUrl}/_offline/faults`, { method: 'DELETE' });
  };

  it('is tried five times at growing intervals, then dead-lettered with its error, and told of', async () => {
    await poison();
    await platform.deliverEvent(event('evt_poison'));
    const tries: number[] = [];
    let seen = 0;
    for (let waited = 0; waited < HOUR_MS && deadLetters().length === 0; waited += 15_000) {
      await pass(15_000);
      const failed = platform.log.filter((line) => line.includes('"message failed"')).length;
      if (failed > seen) tries.push(waited / 1000);
      seen = failed;
    }
    expect(deadLetters()).toEqual(['"evt_poison"']);
    expect(seen).toBe(5);
    const waits = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(webhook('evt_poison')?.['parse_error']).toContain('An injected fault.');
    expect(told('webhook_parse_failed')).toBe(1);
  });

  it('does not hold up what comes behind it', async () => {
    await poison();
    await platform.deliverEvent(event('evt_poison'));
    await platform.flow();
    await platform.deliverEvent(
      JSON.stringify({
        id: 'evt_behind',
        object: 'event',
        type: 'ping',
        livemode: false,
        data: { object: {} },
      }),
    );
    await platform.flow();
    expect(webhook('evt_behind')?.['is_parsed']).toBe(true);
    expect(webhook('evt_poison')?.['is_parsed']).toBe(false);
  });

  it('is parsed when it is replayed once the cause is gone', async () => {
    await poison();
    await platform.deliverEvent(event('evt_poison'));
    await pass(HOUR_MS);
    await heal();
    expect(await platform.command('replay-webhooks', { webhooks: { failed: true } })).toBe(true);
    await platform.flow();
    expect(webhook('evt_poison')).toMatchObject({ is_parsed: true });
    expect(webhook('evt_poison')?.['parse_error']).toBeFalsy();
  });

  it('stays out of the dead letters while Stripe is down for hours', async () => {
    await platform.scene.control('faults', {
      method: 'GET',
      path: '/v1/customers/:id',
      status: 503,
      times: 100_000,
    });
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await platform.deliverEvent(event(id));
    await pass(6 * HOUR_MS);
    expect(deadLetters()).toEqual([]);
    expect(webhook('evt_1')?.['is_parsed']).toBe(false);
    await heal();
    await pass(600_000);
    expect(['evt_1', 'evt_2', 'evt_3'].map((id) => webhook(id)?.['is_parsed'])).toEqual([true, true, true]);
  });
});
