import * as v from 'valibot';
import { OverviewView } from '../../lib/overview/overview';
import {
  type Product,
  startProductInMemory,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';
import { signIn } from '../fixtures/sign-in';

jest.setTimeout(60_000);

const Hits = v.object({ results: v.array(v.object({ kind: v.string(), id: v.string() })) });

describe('the operator console', () => {
  let p: Product;
  let api: string;
  beforeAll(async () => {
    p = await startProductInMemory(await synthesizeProduct());
    api = p.stack.endpoints.api;
  });
  afterAll(() => p.stack.end('SIGTERM'));

  describe('its files', () => {
    it.each([
      ['', 'text/html; charset=utf-8'],
      ['/charges', 'text/html; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
      ['/app.js', 'text/javascript; charset=utf-8'],
      ['/style.css', 'text/css; charset=utf-8'],
      ['/config.json', 'application/json'],
    ])('%s comes without a token, as what it is', async (path, type) => {
      const response = await fetch(`${api}/aa-stripe/console${path}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    });

    it.each([
      '/nothing.js',
      '/..%2findex.js',
      '/..%2f..%2fetc%2fpasswd.txt',
      '/__proto__.js',
      '/tsconfig.json',
    ])('%s is not there', async (path) =>
      expect((await fetch(`${api}/aa-stripe/console${path}`)).status).toBe(404),
    );

    it('may load nothing and talk to nobody but the API and the issuer', async () => {
      const { headers } = await fetch(`${api}/aa-stripe/console`);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'none'; " +
          `connect-src 'self' ${api}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
    });

    it('come again only when they have changed', async () => {
      const { headers } = await fetch(`${api}/aa-stripe/console/app.js`);
      expect([headers.get('cache-control'), headers.get('content-encoding')]).toEqual(['no-cache', 'gzip']);
      const again = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
      expect((await fetch(`${api}/aa-stripe/console/app.js`, again)).status).toBe(304);
      expect((await fetch(`${api}/aa-stripe/console/style.css`, again)).status).toBe(200);
    });
  });

  describe('sign-in', () => {
    const asks = async (tokens: object) => {
      const token = 'access_token' in tokens ? String(tokens.access_token) : '';
      return (await p.request('GET', '/aa-stripe/charges', { token })).status;
    };

    it('with the code that the issuer gave, and the verifier, gives a token that the API takes', async () => {
      const { config, shown, back, tokens } = await signIn(api, { name: 'Ada', admin: true });
      expect(config).toMatchObject({ issuer: `${api}/_local/operators`, scope: 'openid aa-stripe/admin' });
      expect(shown).toContain('may operate payments');
      expect(back.searchParams.get('state')).toBe('s1');
      expect(await asks(tokens)).toBe(200);
      const pause = { token: String(Reflect.get(tokens, 'access_token')), body: { paused: false } };
      const { body } = await p.request('PUT', '/aa-stripe/settings/paused', pause);
      expect(body).toMatchObject({ updated_by: 'Ada' });
    });

    it('of somebody who may not operate payments gives a token that the API refuses', async () => {
      const { status, tokens } = await signIn(api, { name: 'Eve', admin: false });
      expect([status, await asks(tokens)]).toEqual([200, 403]);
    });

    it('without the verifier gives nothing', async () => {
      const verifier = 'x'.repeat(43);
      const { status, tokens } = await signIn(api, { name: 'Eve', admin: true, verifier });
      expect([status, tokens]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
    });
  });

  describe('what it asks', () => {
    let token: string;
    beforeAll(async () => {
      token = await p.token('user=op&scope=aa-stripe/admin');
    });
    const get = async (path: string) => (await p.request('GET', `/aa-stripe/${path}`, { token })).body;
    const make = async (path: string, body: object, as = token) =>
      (await p.request('POST', `/aa-stripe/${path}`, { token: as, body })).body;
    const found = async (q: unknown) => {
      const { results } = v.parse(Hits, await get(`search?q=${encodeURIComponent(String(q))}`));
      return results.map(({ kind, id }) => `${kind} ${id}`).sort();
    };

    it('finds a record by any of its ids, and all that is an owner’s', async () => {
      const card = { stripe_js_response: { id: 'tok_visa' } };
      const customer = await make('customers', card, await p.token('user=u1'));
      const { id } = await make('charges', { user: 'u1', amount: 900, description: 'Book' });
      const charge = await make(`charges/${id}/charge`, {});
      const plan = await make('plans', { amount: 900, name: 'Gold', interval: 'month' });
      await make(`plans/${plan['id']}/create-at-stripe`, {});
      const { id: ours } = await make('subscriptions', { user: 'u1', plan: plan['id'] });
      const subscription = await make(`subscriptions/${ours}/create-at-stripe`, {});
      await make('coupons', { coupon_id: 'TEN', duration: 'once', percent_off: 10 });
      await p.deliver(stripeEvent('evt_sought'));
      for (const key of ['id', 'stripe_charge_id', 'stripe_payment_intent_id']) {
        expect(await found(charge[key])).toEqual([`charge ${id}`]);
      }
      for (const key of ['id', 'stripe_customer_id']) {
        expect(await found(customer[key])).toEqual([`customer ${customer['id']}`]);
      }
      for (const key of ['id', 'stripe_subscription_id']) {
        expect(await found(subscription[key])).toEqual([`subscription ${ours}`]);
      }
      expect(await found(plan['id'])).toEqual([`plan ${plan['id']}`]);
      expect(await found('TEN')).toEqual(['coupon TEN']);
      expect(await found('evt_sought')).toEqual(['webhook evt_sought']);
      expect(await found('u1')).toEqual([
        `charge ${id}`,
        `customer ${customer['id']}`,
        `subscription ${ours}`,
      ]);
      expect(await found('U1')).toEqual([]);
      expect(await get('search')).toEqual({ results: [] });
      expect(await get('search?limit=3')).toEqual({ limit: ['This parameter is not known.'] });
    });

    it('counts what there is to look at', async () => {
      const { id } = await make('charges', { user: 'nobody', amount: 900, description: 'Book' });
      await make(`charges/${id}/charge`, {});
      await make('charges', { user: 'u1', amount: 900, description: 'Pen' });
      const { webhooks, charges, dead_letters, generated } = v.parse(OverviewView, await get('overview'));
      expect(charges).toMatchObject({ pending: 1, blocked: 1, failed: 0 });
      expect(dead_letters).toEqual([
        { queue: 'parse', messages: 0 },
        { queue: 'commands', messages: 0 },
      ]);
      expect(webhooks.hours).toHaveLength(24);
      const lastHour = Date.parse(webhooks.hours[23]?.from ?? '');
      expect(Date.parse(generated) - lastHour).toBeLessThan(3_600_000);
      const { results } = await get('webhooks?limit=100');
      const received = webhooks.hours.reduce((sum, each) => sum + each.received, 0);
      expect(received).toBeGreaterThan(0);
      expect(received).toBeLessThanOrEqual((results as unknown[]).length);
    });

    it('counts dead letters by their queue', async () => {
      expect(await get('dead-letters?queue=commands')).toEqual({
        results: [{ queue: 'commands', messages: 0, note: expect.stringContaining('workers gave up') }],
      });
      expect(await get('dead-letters?queue=x')).toEqual({ queue: ['Must be one of parse, commands.'] });
    });

    it('tells how often a command runs by itself', async () => {
      const { results } = await get('commands');
      expect(results).toContainEqual({ name: 'erase-owner', every_minutes: null, last_run: null });
      expect(results).toContainEqual({ name: 'charge-stripe', every_minutes: 15, last_run: null });
    });
  });
});
