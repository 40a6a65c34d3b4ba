import type { RequestLogEntry } from '../../../../infra/offline-stripe/controls/request-log';
import { refusal, type SandboxFixture, startFixture, until } from '../sandbox-fixture';

describe('offline controls', () => {
  let sandbox: SandboxFixture;
  let logged: RequestLogEntry[];
  let wallClock: number;
  beforeEach(async () => {
    logged = [];
    wallClock = Date.UTC(2026, 10, 1, 12);
    sandbox = await startFixture({ clock: () => wallClock, log: (entry) => logged.push(entry) });
  });
  afterEach(() => sandbox.close());

  it('move the clock', async () => {
    const noon = Date.UTC(2026, 10, 1, 12) / 1_000;
    expect((await sandbox.stripe.customers.create()).created).toBe(noon);
    await sandbox.control('POST', '/clock', { advance_seconds: 60 });
    expect((await sandbox.stripe.customers.create()).created).toBe(noon + 60);
    await sandbox.control('POST', '/clock', { now: '2030-01-01T00:00:00Z' });
    expect((await sandbox.stripe.customers.create()).created).toBe(Date.UTC(2030, 0, 1) / 1_000);
    expect((await sandbox.control('POST', '/clock', { now: 1_900_000_000 })).json).toEqual({
      now: 1_900_000_000,
    });
    expect((await sandbox.control('GET', '/clock')).json).toEqual({ now: 1_900_000_000 });
  });

  it('limit the requests per second', async () => {
    await sandbox.control('POST', '/limits', { per_second: 2 });
    await sandbox.stripe.customers.create();
    await sandbox.stripe.customers.create();
    expect(await refusal(sandbox.stripe.customers.create())).toMatchObject({
      type: 'StripeRateLimitError',
      statusCode: 429,
      code: 'rate_limit',
    });
    wallClock += 1_000;
    await sandbox.stripe.customers.create();
    await sandbox.control('POST', '/limits', { per_second: null });
    for (let index = 0; index < 5; index += 1) await sandbox.stripe.customers.list();
  });

  it('log requests, with what is secret masked', async () => {
    const { stripe } = sandbox;
    await stripe.tokens.create({
      card: { number: '4242424242424242', exp_month: '1', exp_year: '2040', cvc: '987' },
    });
    await stripe.customers.create({ name: 'A' }, { idempotencyKey: 'k' });
    await stripe.customers.create({ name: 'A' }, { idempotencyKey: 'k' });
    await refusal(stripe.customers.retrieve('cus_none', { expand: ['sources'] }));
    await sandbox.request('GET', '/v1/customers', { headers: { authorization: '' } });
    const { json } = await sandbox.control('GET', '/requests');
    expect(json).toMatchObject([
      {
        method: 'POST',
        path: '/v1/tokens',
        params: { card: { number: '****', cvc: '****', exp_year: '2040' } },
      },
      { params: { name: 'A' }, idempotency_key: 'k', status: 200, replayed: false },
      { params: { name: 'A' }, idempotency_key: 'k', status: 200, replayed: true },
      { method: 'GET', path: '/v1/customers/cus_none', params: { expand: ['sources'] }, status: 404 },
      { status: 401, idempotency_key: null },
    ]);
    expect(json).toEqual(logged);
    expect(JSON.stringify(json)).not.toMatch(/4242424242424242|987|sk_test/);
    await sandbox.control('DELETE', '/requests');
    expect((await sandbox.control('GET', '/requests')).json).toEqual([]);
  });

  it('log a dropped connection without status', async () => {
    await sandbox.control('POST', '/faults', { disconnect: true });
    await expect(sandbox.request('POST', '/v1/customers')).rejects.toThrow();
    await until(() => logged.length > 0);
    expect(logged).toMatchObject([{ status: null }]);
  });

  it('reset everything but the webhook endpoints', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:1/',
      enabled_events: ['*'],
    });
    await stripe.customers.create({}, { idempotencyKey: 'k' });
    await sandbox.control('POST', '/faults', { status: 500 });
    await sandbox.control('POST', '/clock', { advance_seconds: 60 });
    expect((await sandbox.control('POST', '/reset')).status).toBe(204);
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.events.list()).data).toEqual([]);
    const customer = await stripe.customers.create({}, { idempotencyKey: 'k' });
    expect(customer.created).toBe(wallClock / 1_000);
    expect(customer.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect((await stripe.webhookEndpoints.list()).data.map((endpoint) => endpoint.id)).toEqual([id]);
  });
});
