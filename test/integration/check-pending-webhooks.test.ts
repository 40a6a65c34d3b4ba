import type { RunOptions } from '../../lib/command/command';
import { reportPending } from '../../lib/dynamo/pending-report-store';
import { publicationOfRecord } from '../../lib/dynamo/publication';
import { hasWebhook, webhookStore } from '../../lib/dynamo/webhook-store';
import { stripeEvents } from '../../lib/stripe/stripe-events';
import { newPendingReport } from '../../lib/webhook/pending-report';
import { judgePending, undeliveredEvents } from '../../lib/webhook/pending-webhooks';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { allItems } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';
import { type World, world } from '../fixtures/world';

const URL = 'http://127.0.0.1:1/aa-stripe/webhooks';
const RUN: RunOptions = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: 0 };
const PLACE = { threshold: 2, domain: 'shop.example', stage: 'test' };

describe('check-pending-webhooks', () => {
  let w: World;
  let now: number;
  let mails: { subject: string; text: string }[];
  let reports: string[][];
  beforeEach(async () => {
    w = await world();
    // Events carry whole seconds; a little later all of them are in the past.
    now = Date.now() + 2_000;
    mails = [];
    reports = [];
    await w.control('delivery', { paused: true });
  });
  afterEach(() => w.close());

  const register = (types: string[] = ['*']) =>
    w.stripe.webhookEndpoints.create({ url: URL, enabled_events: types as ['*'] });
  const found = async (options: RunOptions = RUN) => {
    const ids: string[] = [];
    const events = stripeEvents(async () => w.stripe, URL);
    for await (const id of undeliveredEvents(options, { ...events, now: () => now })) ids.push(id);
    return ids;
  };
  const judge = (pending: string[], options = RUN) =>
    judgePending(pending, options, PLACE, {
      report: async (ids) => void reports.push(ids),
      mailAdmins: async (subject, text) => void mails.push({ subject, text }),
      now: () => now,
    });

  it('finds what could not be delivered, of the types the endpoint is subscribed to', async () => {
    await register(['customer.created']);
    await w.stripe.customers.create();
    await w.stripe.products.create({ name: 'x' });
    const ids = await found();
    const all = await w.stripe.events.list({ limit: 100 });
    expect(ids).toEqual(all.data.filter(({ type }) => type === 'customer.created').map(({ id }) => id));
    expect(ids).toHaveLength(1);
  });

  it('asks for more than twenty types in several listings', async () => {
    const more = Array.from({ length: 30 }, (_, i) => `x${i}.created`);
    await register(['coupon.created', ...more, 'customer.created']);
    await w.stripe.customers.create();
    await w.stripe.coupons.create({ percent_off: 5, duration: 'once' });
    expect(await found()).toHaveLength(2);
    expect((await w.requests()).filter(({ path }) => path === '/v1/events')).toHaveLength(2);
  });

  it('leaves alone what is younger than an hour, or older than the endpoint', async () => {
    await w.stripe.customers.create();
    now += 10_000;
    await w.control('clock', { advance_seconds: 10 });
    await register();
    await w.stripe.customers.create();
    expect(await found({ ...RUN, olderThan: null })).toEqual([]);
    expect(await found()).toHaveLength(1);
  });

  it('says the cure where Stripe does not know our endpoint', async () => {
    await expect(found()).rejects.toThrow('Register it, or set webhookUrl.');
  });

  it('does not count what is stored here', async () => {
    await webhookStore(w.table, memoryPayloads()).insert(receivedWebhook({ id: 'evt_here' }), '{}');
    expect([await hasWebhook(w.table, 'evt_here'), await hasWebhook(w.table, 'evt_lost')]).toEqual([
      true,
      false,
    ]);
  });

  it('is content up to the threshold', async () => {
    await judge(['evt_1', 'evt_2']);
    expect([mails, reports]).toEqual([[], []]);
  });

  it('above it mails once, with ids, domain, time and stage, reports, and fails', async () => {
    await expect(judge(['evt_1', 'evt_2', 'evt_3'])).rejects.toThrow(
      '3 webhooks are pending at Stripe, more than 2: evt_1, evt_2, evt_3',
    );
    expect(reports).toEqual([['evt_1', 'evt_2', 'evt_3']]);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('Stripe webhooks pending threshold exceeded');
    for (const part of [
      'shop.example',
      'Server environment: test',
      new Date(now).toISOString(),
      'evt_1\nevt_2\nevt_3',
    ]) {
      expect(mails[0]?.text).toContain(part);
    }
  });

  it('fails, but mails and reports nothing, on a dry run', async () => {
    await expect(judge(['evt_1', 'evt_2', 'evt_3'], { ...RUN, dryRun: true })).rejects.toThrow('3 webhooks');
    expect([mails, reports]).toEqual([[], []]);
  });

  it('tells of a report in a signal', async () => {
    const ids = Array.from({ length: 130 }, (_, i) => `evt_${i}`);
    const report = newPendingReport(ids, { ...PLACE, livemode: false }, '01M86000000000000000000000', now);
    expect(await reportPending(w.table, report)).toBe(true);
    const [item] = await allItems(w.table);
    const ports = { table: w.table, payloads: memoryPayloads(), rawDataOnBus: true };
    const publication = await publicationOfRecord('1', item, ports);
    expect(publication?.signals.map(({ name }) => name)).toEqual(['pending_webhooks_threshold_exceeded']);
    expect(JSON.parse(publication?.signals[0]?.json ?? '')).toMatchObject({
      record_id: report.id,
      instance: { count: 130, threshold: 2, ids: ids.slice(0, 100), domain: 'shop.example', stage: 'test' },
    });
  });
});
