import * as v from 'valibot';
import { bundleFunctions } from '../../../infra/bundle-functions';
import {
  METRICS,
  METRICS_NAMESPACE,
  type MetricSource,
  type NameOf,
} from '../../../lib/runtime/metric-names';
import { onceARun } from '../../fixtures/once-a-run';
import { clientOf } from '../crash-points/client';
import type { Stage } from '../crash-points/use-case';
import { customer, paidCharge, recordedCharge } from '../crash-points/use-cases/people';
import { Platform } from '../platform/platform';

const MINUTE_MS = 60_000;
const Line = v.looseObject({
  service: v.optional(v.string(), ''),
  message: v.optional(v.string(), ''),
  correlation_id: v.optional(v.union([v.string(), v.array(v.string())]), ''),
  _aws: v.optional(
    v.object({
      CloudWatchMetrics: v.tuple([
        v.object({
          Namespace: v.literal(METRICS_NAMESPACE),
          Dimensions: v.tuple([v.tuple([v.literal('service'), v.literal('stage')])]),
          Metrics: v.array(v.object({ Name: v.string(), Unit: v.literal('Count') })),
        }),
      ]),
    }),
  ),
});

/** What whoever looks at night has: log lines that belong together, and counts that alarms read. */
describe('what functions tell of themselves', () => {
  let platform: Platform;
  let stage: Stage;
  beforeAll(async () => {
    platform = await Platform.open(await onceARun('fault-bundles', bundleFunctions));
  }, 60_000);
  beforeEach(async () => {
    await platform.begin();
    stage = { platform, client: clientOf(platform), known: {} };
  });
  afterAll(() => platform.close());

  const lines = () => platform.log.map((line) => v.parse(Line, JSON.parse(line)));
  const linesAbout = (id: string) => lines().filter((line) => [line.correlation_id].flat().includes(id));
  const counted = <Source extends MetricSource>(source: Source, name: NameOf<Source>): number =>
    lines()
      .filter(({ _aws, service, ...rest }) => _aws && service === source && name in rest)
      .reduce((sum, line) => sum + Number(line[name]), 0);
  const fault = (fields: object) => platform.scene.control('faults', fields);
  const event = (id: string, more: object = {}) =>
    JSON.stringify({ id, object: 'event', type: 'ping', livemode: false, data: { object: {} }, ...more });

  it('names a webhook by one id from its arrival to its signal and its parsing', async () => {
    await platform.deliverEvent(event('evt_followed'));
    await platform.deliverEvent(event('evt_other'));
    await platform.flow();
    const told = linesAbout('evt_followed').map(({ service, message }) => `${service}: ${message}`);
    expect(told).toEqual([
      'receive-webhook: webhook stored',
      'publish-signals: signals published',
      'parse-webhooks: webhook parsed',
    ]);
    expect(linesAbout('evt_followed')[1]).toMatchObject({
      published: ['webhook_pre_parse:evt_followed:1', 'webhook_pre_parse:evt_other:1'],
    });
    expect([counted('signals', 'webhook_pre_parse'), counted('webhooks', 'Parsed')]).toEqual([2, 2]);
  });

  it('names the lines of a run by the run', async () => {
    await platform.command('sweep', { run_id: 'srun_01JQZV5N3C8Q7Y2W4K6M8P0R1T' });
    expect(linesAbout('srun_01JQZV5N3C8Q7Y2W4K6M8P0R1T')).toMatchObject([{ message: 'command ended' }]);
  });

  it('counts payments by what became of them', async () => {
    await paidCharge(stage, 'u1');
    await customer(stage, 'u2', 'tok_chargeCustomerFail');
    const declined = await recordedCharge(stage, 'u2');
    await stage.client.send('POST /aa-stripe/charges/{id}/charge', { params: { id: declined } });
    await platform.flow();
    const { signals } = platform.scene.services;
    for (const name of METRICS.signals) {
      const published = signals.filter((signal) => signal['detail-type'] === name).length;
      expect([name, counted('signals', name)]).toEqual([name, published]);
    }
    expect(counted('signals', 'stripe_charge_succeeded')).toBe(1);
    expect(counted('signals', 'stripe_charge_card_exception')).toBeGreaterThanOrEqual(1);
  });

  it('counts webhooks that cannot be handled', async () => {
    const broken = {
      type: 'customer.updated',
      data: { object: { id: 'x'.repeat(300), object: 'customer' } },
    };
    await platform.deliverEvent(event('evt_broken', broken));
    await platform.flow();
    expect(counted('signals', 'webhook_parse_failed')).toBe(1);
  });

  it('counts deliveries that are refused, and those of the other mode apart', async () => {
    const path = '/aa-stripe/webhooks';
    await platform.request('receive-webhook', { method: 'POST', path, headers: {}, body: event('evt_1') });
    await platform.deliverOnce(event('evt_2', { livemode: true }));
    await platform.deliverOnce('{}');
    expect([counted('webhooks', 'SignaturesRefused'), counted('webhooks', 'OtherModeRefused')]).toEqual([
      1, 1,
    ]);
  });

  it('counts what Stripe refuses and what is open because of it, and nothing where all is well', async () => {
    await customer(stage, 'u1');
    const id = await recordedCharge(stage, 'u1');
    const faults = () =>
      METRICS.stripe
        .filter((name) => counted('stripe', name) > 0)
        .map((name) => [name, counted('stripe', name)]);
    expect(faults()).toEqual([]);
    const charge = () => stage.client.once('POST /aa-stripe/charges/{id}/charge', { params: { id } });
    const post = { method: 'POST', path: '/v1/payment_intents', times: 1 };
    const recover = async () => {
      platform.time.advance(MINUTE_MS);
      await platform.command('recover-operations');
    };
    await fault({ ...post, status: 429, times: 9, when: 'before' });
    await charge();
    await fetch(`${platform.scene.stripeUrl}/_offline/faults`, { method: 'DELETE' });
    await fault({ ...post, status: 401, when: 'before' });
    await recover();
    expect(Object.keys(Object.fromEntries(faults()))).toEqual(['RateLimited', 'KeyRefused']);
    await fault({ ...post, status: 500, when: 'after' });
    await recover();
    expect(Object.fromEntries(faults())).toMatchObject({ ServerErrors: 1, OutcomesUnknown: 1 });
  });

  it('counts operations that are open for more than an hour, at every look, until they are settled', async () => {
    await customer(stage, 'u1');
    const id = await recordedCharge(stage, 'u1');
    await fault({ method: 'POST', path: '/v1/payment_intents', status: 500, times: 1, when: 'before' });
    await stage.client.once('POST /aa-stripe/charges/{id}/charge', { params: { id } });
    platform.time.advance(20 * MINUTE_MS);
    await platform.command('recover-operations');
    expect(counted('operations', 'OpenTooLong')).toBe(0);
    platform.time.advance(60 * MINUTE_MS);
    await platform.command('recover-operations');
    expect(counted('operations', 'OpenTooLong')).toBe(1);
    platform.log.length = 0;
    platform.time.advance(24 * 60 * MINUTE_MS);
    await platform.command('recover-operations');
    expect(counted('operations', 'OpenTooLong')).toBe(0);
  });

  it('says how long charging has been paused, at each run that does nothing because of it', async () => {
    await stage.client.send('PUT /aa-stripe/settings/paused', { body: { paused: true, reason: 'fraud' } });
    platform.time.advance(25 * 60 * MINUTE_MS);
    await platform.command('charge-stripe');
    expect(counted('charging', 'PausedMinutes')).toBeGreaterThanOrEqual(25 * 60);
    platform.log.length = 0;
    await stage.client.send('PUT /aa-stripe/settings/paused', { body: { paused: false } });
    await platform.command('charge-stripe');
    expect(counted('charging', 'PausedMinutes')).toBe(0);
  });
});
