import type { Context } from 'aws-lambda';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { chargeScene } from '../fixtures/charge-scene';
import { functionEnvironment } from '../fixtures/function-environment';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { type World, world } from '../fixtures/world';

const WEBHOOK_URL = 'http://127.0.0.1:1/aa-stripe/webhooks';
const CONTEXT = { getRemainingTimeInMillis: () => 900_000 } as Context;

/** The command itself, as its schedule calls it. */
describe('reconcile-webhooks', () => {
  let w: World;
  let environment: { close(): Promise<void> };
  let run: (wish?: object) => Promise<Record<string, unknown>>;
  let lines: string[];
  const scene = chargeScene(() => w);

  beforeEach(async () => {
    w = await world();
    environment = await functionEnvironment(w, {
      WEBHOOK_URL,
      PAYLOAD_BUCKET: 'payloads',
      POWERTOOLS_DEV: 'true',
      POWERTOOLS_METRICS_DISABLED: 'false',
    });
    lines = [];
    jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
    jest.resetModules();
    const { handler } = await import('../../functions/commands/reconcile-webhooks');
    run = async (wish = {}) => ({ ...(await handler(wish, CONTEXT)) });
    // Every event from now on waits at Stripe.
    await w.stripe.webhookEndpoints.create({ url: WEBHOOK_URL, enabled_events: ['*'] });
    await w.control('delivery', { paused: true });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await environment.close();
    await w.close();
  });

  const webhooks = () => webhookStore(w.table, memoryPayloads());
  const events = async () => (await w.stripe.events.list({ limit: 100 })).data;
  const stored = async () => {
    const all = await events();
    const found = await Promise.all(all.map(({ id }) => webhooks().find(id)));
    return found.filter((each) => each !== null).length;
  };
  const metrics = () => {
    const line = lines.find((each) => each.includes('CloudWatchMetrics'));
    return JSON.parse(line ?? '{}');
  };

  it('feeds in what never arrived, wherever in the history, as Stripe wrote it', async () => {
    for (let i = 0; i < 120; i += 1) await w.stripe.customers.create({ metadata: { i } });
    const all = await events();
    const there = all[3];
    const raw = JSON.stringify(there);
    await webhooks().insert({ ...RECEIVED, id: there?.id ?? '', event_type: 'customer.created' }, raw);
    expect(await run()).toMatchObject({ processed: 120, changed: 119, skipped: 1, failed: 0, is_cut: false });
    const found = await webhooks().find(all[7]?.id ?? '');
    expect(found?.webhook).toMatchObject({ event_type: 'customer.created', is_parsed: false, version: 1 });
    expect(JSON.parse((await found?.rawText()) ?? '')).toMatchObject({ id: all[7]?.id, object: 'event' });
    expect(await run()).toMatchObject({ processed: 120, changed: 0, failed: 0 });
  });

  it('takes only types that the endpoint is subscribed to, and nothing older than the endpoint', async () => {
    const [endpoint] = (await w.stripe.webhookEndpoints.list()).data;
    await w.stripe.webhookEndpoints.update(endpoint?.id ?? '', { enabled_events: ['coupon.created'] });
    await w.stripe.customers.create();
    await w.stripe.coupons.create({ percent_off: 5, duration: 'once' });
    expect(await run()).toMatchObject({ processed: 1, changed: 1 });
  });

  it('changes nothing on a dry run, and says what it would', async () => {
    await w.stripe.customers.create();
    expect(await run({ dry_run: true })).toMatchObject({ processed: 1, changed: 1 });
    expect(await stored()).toBe(0);
  });

  it('goes on where it was cut short', async () => {
    for (let i = 0; i < 5; i += 1) await w.stripe.customers.create();
    const part = { seconds: 60, position: null };
    const first = await run({ limit: 2, part });
    expect(first).toMatchObject({ changed: 2, is_cut: true });
    const rest = await run({ part: { ...part, position: first['position'] } });
    expect(rest).toMatchObject({ changed: 3, is_cut: false });
    expect(await stored()).toBe(5);
  });

  it('may run twice at once', async () => {
    for (let i = 0; i < 20; i += 1) await w.stripe.customers.create();
    const both = await Promise.all([run(), run()]);
    expect(both.map(({ failed }) => failed)).toEqual([0, 0]);
    expect(Number(both[0]?.['changed']) + Number(both[1]?.['changed'])).toBe(20);
  });

  it('mends records that differ from Stripe, and counts them', async () => {
    const customer = await scene.customer();
    const owned = await scene.customer('tok_visa', 'payer');
    const charge = await scene.record({ owner: 'payer', amount: 700 });
    await scene.collect(charge);
    const paid = await scene.stored(charge);
    expect(owned.state).toBe('created');
    await w.stripe.customers.del(customer.stripe_customer_id ?? '');
    await w.stripe.refunds.create({ payment_intent: paid.stripe_payment_intent_id ?? '', amount: 300 });
    await run({ dry_run: true });
    expect(metrics()).toMatchObject({ MirrorsCompared: 3, MirrorsDrifted: 2, stage: 'test' });
    expect((await scene.stored(paid)).refunds).toEqual([]);
    lines = [];
    expect(await run()).toMatchObject({ failed: 0 });
    expect((await scene.stored(paid)).refunds).toMatchObject([{ amount: 300, status: 'succeeded' }]);
    expect(metrics()).toMatchObject({ MirrorsDrifted: 2 });
    lines = [];
    await run();
    expect(metrics()).toMatchObject({ MirrorsCompared: 3, MirrorsDrifted: 0, EventsMissing: 0 });
  });

  it('counts as lost only what had an hour to arrive', async () => {
    await w.stripe.customers.create();
    await run();
    expect(metrics()).toMatchObject({ EventsMissing: 0 });
    lines = [];
    await w.stripe.customers.create();
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3700_000);
    await run();
    expect(metrics()).toMatchObject({ EventsMissing: 1 });
  });

  it('says the cure where Stripe does not know our endpoint', async () => {
    const [endpoint] = (await w.stripe.webhookEndpoints.list()).data;
    await w.stripe.webhookEndpoints.del(endpoint?.id ?? '');
    await expect(run()).rejects.toThrow('Register it, or set webhookUrl.');
  });

  it('stops at once over a wrong key, and passes over an event that Stripe cannot give now', async () => {
    await w.stripe.customers.create();
    await w.stripe.coupons.create({ percent_off: 5, duration: 'once' });
    await w.fault({ method: 'GET', path: '/v1/events/:id', status: 503, times: 1, when: 'before' });
    await expect(run()).rejects.toThrow('"failed":1');
    expect(await stored()).toBe(1);
    await w.fault({ method: 'GET', path: '/v1/events', status: 401, times: 1, when: 'before' });
    await expect(run()).rejects.toThrow('"failed":1');
    expect(await run()).toMatchObject({ changed: 1, failed: 0 });
  });
});

const RECEIVED = {
  livemode: false,
  created: '2026-03-01T12:00:00.000Z',
  updated: '2026-03-01T12:00:00.000Z',
  version: 1,
  is_parsed: false,
  parse_error: null,
  replays: 0,
  raw_expired_at: null,
  about: null,
};
