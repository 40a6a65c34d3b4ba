import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, type Product, startProductInMemory, synthesizeProduct } from '../fixtures/product-stack';
import { schemaCheck } from '../fixtures/schema-check';

jest.setTimeout(180_000);

/** Payments on the whole stack: real bundles, roles, stream, bus and webhooks. */
describe('a payment', () => {
  let p: Product;
  let operator: string;
  const tokens: Record<string, string> = {};
  beforeAll(async () => {
    p = await startProductInMemory(await synthesizeProduct());
    operator = await p.token('user=op&scope=aa-stripe/admin');
    const cards = {
      good: 'tok_visa',
      disputed: 'tok_createDispute',
      bad: 'tok_chargeCustomerFail',
      fails: 'tok_refundFail',
    };
    for (const [user, id] of Object.entries(cards)) {
      const token = await p.token(`user=${user}`);
      tokens[user] = token;
      const body = { stripe_js_response: { id } };
      expect((await p.request('POST', '/aa-stripe/customers', { token, body })).status).toBe(201);
    }
  });
  afterEach(() => p.local('DELETE', 'faults'));
  afterAll(() => p.stack.end('SIGTERM'));

  const post = (path: string, body?: object, headers: Record<string, string> = {}) =>
    p.request('POST', `/aa-stripe/${path}`, { token: operator, ...(body && { body }), headers });
  const get = async (path: string) =>
    (await p.request('GET', `/aa-stripe/${path}`, { token: operator })).body;
  const record = async (user: string, amount = 1000) => {
    const { status, body } = await post('charges', { user, amount, description: 'A test' });
    expect(status).toBe(201);
    return `charges/${String(body['id'])}`;
  };
  const signalsOf = async (path: string) =>
    (await p.signals())
      .filter(({ detail }) => path.endsWith(detail.record_id))
      .map((signal) => signal['detail-type'])
      .sort();
  const told = (path: string, ...names: string[]) =>
    eventually(async () =>
      JSON.stringify(await signalsOf(path)) === JSON.stringify(names.sort()) ? true : undefined,
    );
  const paidAtStripe = async (path: string) => {
    const { data } = await p.stripe('GET', '/v1/payment_intents?limit=100');
    const intents = data as { status: string; metadata: Record<string, string> }[];
    return intents.filter(
      ({ status, metadata }) => status === 'succeeded' && path.endsWith(metadata['aa_stripe_id'] ?? 'none'),
    ).length;
  };

  it('is made, given back in part here and in the Dashboard, and told of once each', async () => {
    const path = await record('good');
    expect(await post(`${path}/charge`)).toMatchObject({
      status: 200,
      body: { state: 'charged', is_charged: true },
    });
    expect(await post(`${path}/charge`)).toMatchObject({ status: 409, body: { detail: 'Already charged.' } });
    expect(await post(`${path}/refund`, { amount: 300 })).toMatchObject({
      status: 200,
      body: { amount_refunded: 300, is_refunded: false },
    });
    const { stripe_charge_id: charge } = await get(path);
    await p.stripe('POST', '/v1/refunds', { charge: String(charge), amount: '200' });
    await eventually(async () => (await get(path))['amount_refunded'] === 500 || undefined);
    const { results } = await get(`${path}/refunds`);
    expect((results as { amount: number }[]).map(({ amount }) => amount).sort()).toEqual([200, 300]);
    expect(await post(`${path}/refund`, { amount: 501 })).toMatchObject({
      status: 409,
      body: { detail: 'Refunds exceed charge' },
    });
    expect(await post(`${path}/refund`)).toMatchObject({ status: 200, body: { is_refunded: true } });
    expect(await post(`${path}/refund`)).toMatchObject({
      status: 409,
      body: { detail: 'Already refunded.' },
    });
    const refunded = 'stripe_charge_refunded';
    await told(path, 'stripe_charge_succeeded', refunded, refunded, refunded);
  });

  it('is declined with the reason, and is not tried again by the scheduled run', async () => {
    const path = await record('bad');
    expect(await post(`${path}/charge`)).toMatchObject({
      status: 402,
      body: { state: 'failed', charge_attempt_failed: true, error: { code: 'card_declined' } },
    });
    await told(path, 'stripe_charge_card_exception');
    const [signal] = (await p.signals()).filter(({ detail }) => path.endsWith(detail.record_id));
    expect(signal?.detail).toMatchObject({
      exception: { type: 'card_error', decline_code: 'generic_decline' },
    });
  });

  it('shows a dispute and a refund that failed after all', async () => {
    const disputed = await record('disputed');
    await post(`${disputed}/charge`);
    await eventually(async () => (await get(disputed))['dispute'] ?? undefined);
    await told(disputed, 'stripe_charge_succeeded', 'stripe_dispute_opened');
    expect(await post(`${disputed}/refund`)).toMatchObject({
      status: 400,
      body: { stripe_error: expect.any(String) },
    });

    const path = await record('fails');
    await post(`${path}/charge`);
    expect(await post(`${path}/refund`)).toMatchObject({ status: 200, body: { is_refunded: true } });
    await eventually(async () => (await get(path))['amount_refunded'] === 0 || undefined, 30_000);
    expect(await get(`${path}/refunds`)).toMatchObject({ results: [{ status: 'failed' }] });
    await told(path, 'stripe_charge_succeeded', 'stripe_charge_refunded', 'stripe_charge_refunded');
  });

  it('I3: is made once when its function is killed before or after the answer was kept', async () => {
    for (const when of ['before', 'after'] as const) {
      const path = await record('good');
      const fn = 'aa-stripe-dev-operate-charges';
      await p.offline('faults', {
        method: 'POST',
        path: '/v1/payment_intents',
        when: 'after',
        delay_ms: 1500,
      });
      const charging = post(`${path}/charge`);
      // Paid at Stripe, and the answer still on its way: the next update is the one that keeps it.
      await eventually(async () => (await paidAtStripe(path)) === 1 || undefined);
      await p.local('POST', 'faults', {
        operation: 'dynamodb:UpdateItem',
        function: fn,
        when,
        action: 'kill',
      });
      expect((await charging).status).toBe(500);
      expect((await post(`${path}/charge`)).status).toBe(409);
      await eventually(async () => (await get(path))['state'] === 'charged' || undefined, 60_000);
      expect(await paidAtStripe(path)).toBe(1);
      await told(path, 'stripe_charge_succeeded');
    }
  });

  it('I3: makes one record of a request repeated with its key, also when its function dies in between', async () => {
    const fn = 'aa-stripe-dev-operate-charges';
    const body = { user: 'good', amount: 4321, description: 'Once' };
    const headers = { 'idempotency-key': 'once' };
    await p.local('POST', 'faults', { operation: 'dynamodb:UpdateItem', function: fn, action: 'kill' });
    expect((await post('charges', body, headers)).status).toBe(500);
    expect(await post('charges', body, headers)).toMatchObject({ status: 409 });
    const { results } = await get('charges?user=good');
    expect((results as { amount: number }[]).filter(({ amount }) => amount === 4321)).toHaveLength(1);
  });

  it('tells nothing that its schema does not describe', async () => {
    const check = schemaCheck();
    const signals = await p.signals();
    expect(signals.length).toBeGreaterThan(20);
    for (const signal of signals) {
      const name = signal['detail-type'];
      const file = join(__dirname, '../../docs/signals', `${name}.schema.json`);
      expect([name, check(JSON.parse(readFileSync(file, 'utf8')), signal.detail)]).toEqual([name, []]);
    }
  });

  it('leaves no dead letter and no error behind', async () => {
    expect(await p.local('GET', 'dead-letters')).toEqual([]);
    await eventually(async () => {
      const { results } = await get('webhooks?is_parsed=false');
      return (results as unknown[]).length === 0 || undefined;
    }, 60_000);
    expect(p.stack.output()).not.toMatch(/AccessDenied|not authorized/);
  });

  it('is walked through by npm run demo', async () => {
    const env = { ...process.env, LOCAL_DIR: p.stack.localDirectory };
    const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'demo'], { env });
    expect(stdout).toContain('"amount_refunded": 250');
    expect(stdout).toContain('stripe_charge_refunded');
  });
});
