import Stripe from 'stripe';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('faults on demand', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  const addFault = (rule: object) => sandbox.control('POST', '/faults', rule);
  const countCustomers = async () => (await sandbox.stripe.customers.list()).data.length;

  it('hit the requests they describe, as often as they say', async () => {
    const { stripe } = sandbox;
    expect(await addFault({ method: 'POST', path: '/v1/customers', times: 2, status: 503 })).toMatchObject({
      status: 201,
      json: { id: expect.stringMatching(/^flt_/), remaining: 2, when: 'before' },
    });
    await stripe.customers.list();
    await stripe.tokens.create({ card: { number: '4242424242424242', exp_month: '1', exp_year: '2040' } });
    for (let time = 0; time < 2; time += 1) {
      expect(await refusal(stripe.customers.create())).toMatchObject({
        statusCode: 503,
        type: 'StripeAPIError',
      });
    }
    await stripe.customers.create();
    expect(await countCustomers()).toBe(1);
  });

  it.each([
    [{}, 'global-rate'],
    [{ rate_limited_reason: 'endpoint-rate' }, 'endpoint-rate'],
    [{ code: 'lock_timeout' }, undefined],
  ])('say with a 429 which limit it was: %j', async (error, reason) => {
    await addFault({ path: '/v1/customers', status: 429, error });
    const refused = await refusal(sandbox.stripe.customers.create());
    expect(refused).toMatchObject({ statusCode: 429 });
    expect(refused?.headers?.['stripe-rate-limited-reason']).toBe(reason);
  });

  it.each(['/v1/customers/*', '/v1/customers/:id', '/v1/c*'])('know the path %s', async (path) => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create();
    await addFault({ method: 'GET', path, status: 500 });
    await refusal(stripe.customers.retrieve(id));
    await stripe.customers.retrieve(id);
  });

  it('do not take /v1/customers/:id for a longer path', async () => {
    const { id } = await sandbox.stripe.customers.create();
    await addFault({ path: '/v1/customers/:id', status: 500 });
    await sandbox.stripe.customers.listSources(id);
    await refusal(sandbox.stripe.customers.retrieve(id));
  });

  it.each([
    [400, 'StripeInvalidRequestError'],
    [401, 'StripeAuthenticationError'],
    [402, 'StripeCardError'],
    [429, 'StripeRateLimitError'],
    [500, 'StripeAPIError'],
  ])('with status %i are what the SDK calls %s', async (status, type) => {
    await addFault({ status });
    expect(await refusal(sandbox.stripe.customers.create())).toMatchObject({ statusCode: status, type });
  });

  it('carry the error they are given', async () => {
    await addFault({ status: 400, error: { code: 'lock_timeout', message: 'Locked.' } });
    expect(await refusal(sandbox.stripe.customers.create())).toMatchObject({
      statusCode: 400,
      code: 'lock_timeout',
      message: 'Locked.',
    });
  });

  const headers = { 'idempotency-key': 'k' };
  const create = () => sandbox.request('POST', '/v1/customers', { form: '', headers });

  it('drop the connection before the effect', async () => {
    await addFault({ disconnect: true });
    await expect(create()).rejects.toThrow();
    expect(await countCustomers()).toBe(0);
    expect((await create()).headers.get('idempotent-replayed')).toBeNull();
    expect(await countCustomers()).toBe(1);
  });

  it('drop the connection after the effect, which the same key then shows', async () => {
    await addFault({ disconnect: true, when: 'after' });
    await expect(create()).rejects.toThrow();
    const [customer] = (await sandbox.stripe.customers.list()).data;
    const again = await create();
    expect(again).toMatchObject({ status: 200, json: { id: customer?.id } });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await countCustomers()).toBe(1);
  });

  it('need to drop two connections before the SDK notices: it tries a second time by itself', async () => {
    await addFault({ disconnect: true, times: 2 });
    const error = await refusal(sandbox.stripe.customers.create());
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    await addFault({ disconnect: true, when: 'after' });
    await sandbox.stripe.customers.create();
    expect(await countCustomers()).toBe(1);
  });

  it('outlast the time a client waits', async () => {
    await addFault({ method: 'POST', delay_ms: 60_000, when: 'after' });
    const error = await refusal(sandbox.stripe.customers.create({}, { timeout: 100 }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await countCustomers()).toBe(1);
  });

  it('are listed and cleared', async () => {
    await addFault({ status: 500 });
    expect((await sandbox.control('GET', '/faults')).json).toMatchObject([{ status: 500, times: 1 }]);
    expect((await sandbox.control('DELETE', '/faults')).status).toBe(204);
    expect((await sandbox.control('GET', '/faults')).json).toEqual([]);
    await sandbox.stripe.customers.create();
  });

  it.each([{ status: 200 }, { when: 'during' }, { times: 0 }, { colour: 'red' }, 'no object'])(
    'are refused as %j',
    async (rule) => {
      expect(await sandbox.control('POST', '/faults', rule)).toMatchObject({
        status: 400,
        json: { error: {} },
      });
    },
  );
});
