import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  eventually,
  type Product,
  startProduct,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';

import { rawRequest, requestText } from '../fixtures/raw-request';

jest.setTimeout(120_000);

let p: Product;
let assembly: string;
let user: string;
let operator: string;
beforeAll(async () => {
  assembly = await synthesizeProduct();
  p = await startProduct(assembly);
  user = await p.token('user=u1');
  operator = await p.token('user=op&scope=aa-stripe/admin');
});
afterAll(() => p.stack.end('SIGTERM'));

const card = (response: unknown) => ({ stripe_js_response: response });
const NEEDS_ID = 'This field must contain JSON data from Stripe JS.';

describe('a delivery that is not in order', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const post = (headers: Record<string, string>, body = stripeEvent('evt_bad')) =>
    p.request('POST', '/aa-stripe/webhooks', { body, headers });

  it.each([
    [
      'wrong signature',
      () => p.deliver(stripeEvent('evt_bad'), { secret: 'whsec_wrong' }),
      'No signatures found',
    ],
    ['old timestamp', () => p.deliver(stripeEvent('evt_bad'), { at: now() - 3600 }), 'Timestamp outside'],
    ['missing header', () => post({}), 'No stripe-signature header value was provided.'],
    ['header of another form', () => post({ 'stripe-signature': 'hello' }), 'Unable to extract timestamp'],
    ['not JSON', () => p.deliver('{"id": '), 'invalid payload'],
    ['not UTF-8', () => p.deliver(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { type: 'text/plain' }), ''],
    [
      'not UTF-8, as bytes',
      () => p.deliver(Buffer.from([0xff, 0xfe]), { type: 'image/png' }),
      'invalid payload',
    ],
    ['empty', () => p.deliver(''), 'invalid payload'],
    ['not an object', () => p.deliver('[1]'), 'invalid payload'],
    ['without id', () => p.deliver('{"type":"ping"}'), 'invalid payload'],
    [
      'of the other livemode',
      () => p.deliver(stripeEvent('evt_bad', { livemode: true })),
      'test mode events only',
    ],
  ])('%s: 400 with a message, nothing stored', async (_, send, message) => {
    const { status, body } = await send();
    expect(status).toBe(400);
    expect(String(body['message'])).toContain(message);
    expect((await p.request('GET', '/aa-stripe/webhooks/evt_bad', { token: operator })).status).toBe(404);
  });

  it.each([4.8, 6, 7, 11])(
    'of %s MB: 413 in the gateway’s shape, whatever the content type',
    async (megabytes) => {
      const text = stripeEvent('evt_large', { big: 'x'.repeat(megabytes * 1_000_000) });
      for (const type of ['application/json', 'application/octet-stream']) {
        const { status, body } = await p.deliver(text, { type });
        expect([status, body]).toEqual([413, { message: 'Request Entity Too Large' }]);
      }
    },
  );
});

describe('a request that is not in order', () => {
  const create = (body: unknown, headers: Record<string, string> = {}) =>
    p.request('POST', '/aa-stripe/customers', { token: user, body, headers });

  it.each([
    ['no field', {}, { stripe_js_response: ['This field is required.'] }],
    ['null', card(null), { stripe_js_response: [NEEDS_ID] }],
    ['text', card('tok_visa'), { stripe_js_response: [NEEDS_ID] }],
    ['an array', card(['tok_visa']), { stripe_js_response: [NEEDS_ID] }],
    ['no id', card({ object: 'token' }), { stripe_js_response: [NEEDS_ID] }],
    ['a number as id', card({ id: 5 }), { stripe_js_response: [NEEDS_ID] }],
    [
      'an unknown field',
      { ...card({ id: 'tok_visa' }), is_active: true },
      { is_active: ['This field is not known.'] },
    ],
    [
      'all faults at once',
      { user: 'u2', version: 9 },
      {
        stripe_js_response: ['This field is required.'],
        user: ['This field is not known.'],
        version: ['This field is not known.'],
      },
    ],
  ])('%s: 400 under the field', async (_, body, errors) => {
    expect(await create(body)).toMatchObject({ status: 400, body: errors });
  });

  it('an id of another kind: 400 that says which it takes', async () => {
    const { status, body } = await create(card({ id: 'cus_123' }));
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('tok_')]);
  });

  it.each([
    ['not JSON', '{', 'The body is not valid JSON.'],
    ['an array', '[]', 'The body must be a JSON object.'],
    ['null', 'null', 'The body must be a JSON object.'],
    ['empty', '', 'The body is not valid JSON.'],
  ])('a body that is %s: 400', async (_, body, detail) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { detail } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'content type %s: 415',
    async (type) => {
      expect((await create('{}', { 'content-type': type })).status).toBe(415);
    },
  );

  it('an unknown token: 400 in Stripe’s words', async () => {
    const { status, body } = await create(card({ id: 'tok_nobodyKnows' }));
    expect([status, body]).toEqual([400, { stripe_error: expect.stringContaining('No such token') }]);
  });

  it.each(['cus_unknown', '..%2f..%2fadmin', '%00', 'x'.repeat(500)])('customer %s: 404', async (id) => {
    const found = await p.request('GET', `/aa-stripe/customers/${id}`, { token: user });
    expect([found.status, found.body]).toEqual([404, { detail: 'Not found.' }]);
  });

  it.each(['x'.repeat(3000), 'evt%2f1', 'evt%20x'])('webhook %s: 404', async (id) => {
    const found = await p.request('GET', `/aa-stripe/webhooks/${id}`, { token: operator });
    expect([found.status, found.body]).toEqual([404, { detail: 'Not found.' }]);
  });

  it('a route nobody knows: 404 from the gateway', async () => {
    const { status, body } = await p.request('GET', '/aa-stripe/nothing', { token: user });
    expect([status, body]).toEqual([404, { message: 'Not Found' }]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['cursor=abc', 'cursor'],
    ['is_parsed=yes', 'is_parsed'],
    ['order=asc', 'order'],
  ])('a list with ?%s: 400 under %s', async (query, field) => {
    const { status, body } = await p.request('GET', `/aa-stripe/webhooks?${query}`, { token: operator });
    expect([status, Object.keys(body)]).toEqual([400, [field]]);
  });
});

describe('bytes on the wire', () => {
  const CREATE = 'POST /aa-stripe/customers HTTP/1.1';
  const json = ['content-type', 'application/json'] as const;
  const signedIn = () => ['authorization', `Bearer ${user}`] as const;
  const good = '{"stripe_js_response":{"id":"tok_nobodyKnows"}}';
  const from = (line: string, body: Buffer | string = '', ...more: (readonly [string, string])[]) =>
    requestText(line, [signedIn(), json, ...more], body);

  it.each<[string, number[], () => Buffer | string]>([
    ['headers of 20 KB', [431], () => from(CREATE, good, ['x-long', 'x'.repeat(20_000)])],
    ['a cookie of 8 KB', [400], () => from(CREATE, good, ['cookie', 'a=b; '.repeat(1_600)])],
    [
      'a thousand headers',
      [400],
      () => from(CREATE, good, ...Array.from({ length: 1_000 }, () => ['a', 'b'] as const)),
    ],
    ['a header with a NUL', [400], () => from(CREATE, good, ['x', 'a\u0000b'])],
    ['a header of high bytes', [400], () => from(CREATE, good, ['x', '\u00ff\u00fe'])],
    ['a header without name', [400], () => from(CREATE, good, ['', 'x'])],
    ['two content types', [400, 415], () => from(CREATE, good, ['content-type', 'text/plain'])],
    [
      'an Idempotency-Key twice',
      [400],
      () => from(CREATE, good, ['idempotency-key', 'a'], ['idempotency-key', 'b']),
    ],
    ['an Idempotency-Key of spaces', [400], () => from(CREATE, good, ['idempotency-key', 'two words'])],
    ['a length and chunks', [400], () => from(CREATE, good, ['transfer-encoding', 'chunked'])],
    ['a negative length', [400], () => from(CREATE, good, ['content-length', '-1'])],
    [
      'chunks that are none',
      [400],
      () =>
        requestText(
          CREATE,
          [signedIn(), json, ['transfer-encoding', 'chunked'], ['content-length', '']],
          'zz',
        ),
    ],
    ['a body with a BOM', [400], () => from(CREATE, `\ufeff${good}`)],
    ['a body in UTF-16', [400], () => from(CREATE, Buffer.from(good, 'utf16le'))],
    ['a body that is not UTF-8', [400], () => from(CREATE, Buffer.from([0x7b, 0xff, 0x7d]))],
    [
      'a body that calls itself compressed',
      [400],
      () => from(CREATE, Buffer.from([0x1f, 0x8b, 8, 0]), ['content-encoding', 'gzip']),
    ],
    ['a body beyond 10 MB', [413], () => from(CREATE, Buffer.alloc(11_000_000, ' '))],
    ['a body beyond 6 MB', [413], () => from(CREATE, `{"a":"${'x'.repeat(6_300_000)}"}`)],
    [
      'a body 100,000 levels deep',
      [400],
      () => from(CREATE, `{"stripe_js_response":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    ],
    [
      'keys that pollute',
      [400],
      () =>
        from(
          CREATE,
          '{"__proto__":{"a":1},"stripe_js_response":{"id":"tok_x","constructor":{"prototype":{"a":1}}}}',
        ),
    ],
    ['a path that cannot be decoded', [404], () => from('GET /aa-stripe/customers/%zz%ff HTTP/1.1')],
    ['a path with a NUL', [404], () => from('GET /aa-stripe/customers/%00 HTTP/1.1')],
    ['a path of 8 KB', [404], () => from(`GET /aa-stripe/customers/${'x'.repeat(8_000)} HTTP/1.1`)],
    ['slashes without end', [404], () => from(`GET ${'/'.repeat(4_000)} HTTP/1.1`)],
    ['dots in the path', [404], () => from('GET /aa-stripe/../_local/../aa-stripe/customers/x HTTP/1.1')],
    ['a whole URL as path', [404], () => from('GET http://evil.example/aa-stripe/customers/x HTTP/1.1')],
    [
      'a query of prototypes',
      [400],
      () =>
        requestText('GET /aa-stripe/webhooks?__proto__=1&constructor=2&limit=__proto__ HTTP/1.1', [
          ['authorization', `Bearer ${operator}`],
        ]),
    ],
    ['a method nobody serves', [404], () => from('TRACE /aa-stripe/customers HTTP/1.1')],
    ['a method that is none', [400], () => from('BREW /aa-stripe/customers HTTP/1.1')],
    ['another protocol', [400], () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['no HTTP', [400], () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])],
  ])('%s: %j, and no word of our insides', async (_, due, bytes) => {
    const answer = await rawRequest(p.stack.endpoints.api, bytes());
    expect(due).toContain(Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]));
    expect(answer).not.toMatch(/\n\s+at |node_modules|\.[jt]s:\d|Error\b|Exception/);
  });

  it('leave the API as it was, with nothing made', async () => {
    expect(await p.local('GET', 'health')).toEqual({ status: 'ready' });
    const list = await p.request('GET', '/aa-stripe/admin/customers', { token: operator });
    expect([list.status, list.body['results']]).toEqual([200, []]);
  });
});

describe('I8: secrets and people', () => {
  it('stand in no log, template, environment or signal, raw data aside', async () => {
    const jane = { name: 'Jane Roe-Example', email: 'jane.roe@customer.example', phone: '+15550001234' };
    const token = await p.token('user=jane');
    const body = card({ id: 'tok_mastercard', email: jane.email, card: { name: jane.name } });
    const made = await p.request('POST', '/aa-stripe/customers', { token, body });
    const janesId = String(made.body['stripe_customer_id']);
    const versionOf = async () =>
      (await p.signals()).filter(({ detail }) => detail.record_id === made.body['id']).length;
    await p.stripe('POST', `/v1/customers/${janesId}`, jane);
    await p.stripe('POST', `/v1/customers/${janesId}/sources`, { source: 'tok_amex' });
    await eventually(async () => ((await versionOf()) > 1 ? true : undefined));
    await p.request('PATCH', `/aa-stripe/customers/${janesId}`, {
      token,
      body: card({ id: 'tok_chargeDeclined' }),
    });

    const { stripeApiKey, webhookSecret } = p.stack.endpoints;
    const secrets = [stripeApiKey, webhookSecret, token, operator, 'tok_mastercard', 'tok_chargeDeclined'];
    const people = Object.values(jane);
    const templates = readdirSync(assembly)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(join(assembly, name), 'utf8'));
    // The stack's own banner names the local key; what functions and access log say is what counts.
    const logs = p.stack.output();
    const signals = (await p.signals()).map(({ detail }) => ({
      ...detail,
      instance: { ...detail.instance, raw_data: 0 },
    }));
    const shown = await p.request('GET', `/aa-stripe/customers/${janesId}`, { token });
    expect(logs).toContain('customer creation ended');
    for (const secret of [...secrets, ...people]) {
      expect(logs).not.toContain(secret);
      expect(templates.join()).not.toContain(secret);
      expect(JSON.stringify(signals)).not.toContain(secret);
      expect(JSON.stringify(shown.body)).not.toContain(secret);
    }
  });
});
