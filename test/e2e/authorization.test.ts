import * as v from 'valibot';
import { ALL_SPECS } from '../../functions/http/specs/all-specs';
import { ROUTES } from '../../functions/routes';
import type { Table } from '../../lib/dynamo/client';
import {
  type ApiOperation,
  apiDocument,
  operationsOf,
  readDocument,
  validBody,
} from '../fixtures/api-document';
import { folderOf, type KnownRecords, type Make, oneOfEach } from '../fixtures/one-of-each';
import {
  type Answered,
  eventually,
  type Product,
  startProduct,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';
import { storedItems, tableOf } from '../fixtures/stored-items';
import { type TemplateRoute, templateRoutes } from '../fixtures/template-routes';

jest.setTimeout(120_000);

const ADMIN = 'aa-stripe/admin';
/** Routes that nobody signs in for. Another one must be meant. */
const OPEN = ['GET /aa-stripe/openapi.json', 'POST /aa-stripe/webhooks'];
/** Files of a page, open too, and no part of the document. */
const PAGES = ['GET /aa-stripe/console', 'GET /aa-stripe/console/{file+}'];
/** What every user may see of one thing, since nobody owns it. */
const SHARED = ['GET /aa-stripe/coupons/{coupon_id}'];
/** Who asks for what the right caller is told to come back for: its charge needs no action. */
const NOT_NOW: Record<string, number> = { 'GET /aa-stripe/charges/{id}/client-secret': 409 };

const OPERATIONS = operationsOf(apiDocument);
const CLOSED = OPERATIONS.filter(({ access }) => access !== 'open');

/**
 * Who may do what. The routes come from the API's document, and are held to the template's, so that a new one is
 * tested without anyone remembering. What is refused is a request that the right caller gets done.
 */
describe('I7: authorization', () => {
  let p: Product;
  let table: Table;
  let routes: Map<string, TemplateRoute>;
  let tokens: { user: string; operator: string; other: string };
  let known: KnownRecords;
  beforeAll(async () => {
    const assembly = await synthesizeProduct();
    routes = templateRoutes(assembly);
    p = await startProduct(assembly);
    table = tableOf(p);
    tokens = {
      user: await p.token('user=u1'),
      other: await p.token('user=u2'),
      operator: await p.token(`user=op&scope=${ADMIN}`),
    };
    const others = { token: tokens.other, body: { stripe_js_response: { id: 'tok_amex' } } };
    expect((await p.request('POST', '/aa-stripe/customers', others)).status).toBe(201);
    expect((await p.deliver(stripeEvent('evt_known'))).status).toBe(201);
    known = await oneOfEach(make, 'evt_known');
    await settled();
  });
  afterAll(async () => {
    table.client.destroy();
    await p.stack.end('SIGTERM');
  });

  const make: Make = async (path, body, as) => {
    const answered = await p.request('POST', `/aa-stripe/${path}`, { token: tokens[as], body });
    expect([path, answered.status]).toEqual([path, 201]);
    return answered.body;
  };

  /** Waits until all that the requests so far have set off is over. */
  const settled = () =>
    eventually(async () => {
      const events = v.parse(
        v.object({ data: v.array(v.unknown()), has_more: v.literal(false) }),
        await p.stripe('GET', '/v1/events?limit=100'),
      );
      const items = [...(await storedItems(table)).values()];
      const webhooks = items.filter(({ kind }) => kind === 'webhook');
      const isCalm =
        webhooks.length === events.data.length + 1 &&
        webhooks.every(({ is_parsed }) => is_parsed === true) &&
        items.every(({ outbox }) => outbox === undefined);
      return isCalm || undefined;
    });

  /** A request that is in order, but for who sends it. */
  const send = (
    { method, path, body }: ApiOperation,
    token: string | undefined,
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const folder = folderOf(path);
    const values = known[folder] ?? {};
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'none');
    const fields: Record<string, unknown> = {
      user: 'u1',
      // Another one than the record's own, which is taken.
      ...(folder === 'coupons' && { coupon_id: 'NEW', percent_off: 5 }),
      ...(values['plan'] !== undefined && { plan: values['plan'] }),
      stripe_js_response: { id: 'tok_mastercard' },
      // So that there is something left for those that come after.
      at_period_end: true,
    };
    return p.request(method, filled, { token, headers, ...(body && { body: validBody(body, fields) }) });
  };

  it('covers every route there is: document, template, functions and specs name the same', async () => {
    const served = readDocument((await p.request('GET', '/aa-stripe/openapi.json')).body);
    expect(served).toEqual(apiDocument);
    const inDocument = OPERATIONS.map(({ route }) => route).sort();
    expect([...routes.keys()].sort()).toEqual([...PAGES, ...inDocument].sort());
    expect(Object.keys(ALL_SPECS).sort()).toEqual(inDocument);
    expect(
      Object.values(ROUTES)
        .flatMap(({ routes }) => routes)
        .sort(),
    ).toEqual([...PAGES, ...inDocument].sort());
    // Files that are the same for everybody: what they show, they ask the API for.
    for (const page of PAGES) expect(routes.get(page)).toEqual({ authorizer: null, scopes: [] });
  });

  it('lets in by the template whom the document names', () => {
    const ways = {
      open: { authorizer: null, scopes: [] },
      user: { authorizer: 'users', scopes: [] },
      operator: { authorizer: 'operators', scopes: [ADMIN] },
    };
    const documented = OPERATIONS.map(({ route, access }) => [route, ways[access]]);
    expect(OPERATIONS.map(({ route }) => [route, routes.get(route)])).toEqual(documented);
    expect(OPERATIONS.filter(({ access }) => access === 'open').map(({ route }) => route)).toEqual(
      expect.arrayContaining(OPEN),
    );
    expect(CLOSED).toHaveLength(OPERATIONS.length - OPEN.length);
  });

  describe.each(CLOSED.map((operation) => [operation.route, operation] as const))('%s', (_, operation) => {
    const { access, pathNames } = operation;
    const isUsers = access === 'user';
    const own = isUsers ? 'user=u1' : `user=op&scope=${ADMIN}`;
    const refused: [string, number, () => Promise<string | undefined>][] = [
      ['no token', 401, async () => undefined],
      ['an empty token', 401, async () => ''],
      ['a malformed token', 401, async () => 'a.b.c'],
      ['a token without signature', 401, async () => withoutSignature(tokens[isUsers ? 'user' : 'operator'])],
      ['a token that says it needs none', 401, async () => unsigned(tokens[isUsers ? 'user' : 'operator'])],
      ['a token that was changed', 401, async () => changed(tokens[isUsers ? 'other' : 'operator'])],
      ['an expired token', 401, () => p.token(`${own}&expires_in=-60`)],
      ['a token of another issuer', 401, () => p.token(`${own}&iss=https://evil.example`)],
      ['a token for another audience', 401, () => p.token(`${own}&aud=somebody-else`)],
      ...(isUsers
        ? ([
            ["an operator's token", 401, async () => tokens.operator],
            ["an operator's token that calls itself a user's", 401, () => disguised('user')],
            ['a token without owner', 403, () => p.token('user=')],
            ['a token whose owner has a space around', 403, () => p.token('user=%20u1')],
          ] satisfies typeof refused)
        : ([
            ["a user's token", 401, async () => tokens.user],
            ["a user's token that calls itself an operator's", 401, () => disguised('operator')],
            ['a token without scope', 403, () => p.token('user=op&operator=1')],
            ['a token of another scope', 403, () => p.token('user=op&scope=aa-stripe/read')],
            ['a token whose scope only begins like it', 403, () => p.token(`user=op&scope=${ADMIN}s`)],
          ] satisfies typeof refused)),
      ...(isUsers && pathNames.length > 0 && !SHARED.includes(operation.route)
        ? ([["another user's token", 404, async () => tokens.other]] satisfies typeof refused)
        : []),
    ];

    it('refuses whom it must, and nothing is made, changed or sent to Stripe', async () => {
      const before = [await storedItems(table), await writesAtStripe()];
      const answers = await Promise.all(
        refused.map(async ([who, , tokenOf]) => {
          const { status, body } = await send(operation, await tokenOf());
          // No word of the record that was asked for.
          expect(Object.keys(body)).toEqual([status === 404 || 'detail' in body ? 'detail' : 'message']);
          return [who, status];
        }),
      );
      expect(answers).toEqual(refused.map(([who, status]) => [who, status]));
      const right = tokens[isUsers ? 'user' : 'operator'];
      const basic = { authorization: `Basic ${Buffer.from(`op:${right}`).toString('base64')}` };
      expect((await send(operation, undefined, basic)).status).toBe(401);
      expect([await storedItems(table), await writesAtStripe()]).toEqual(before);
    });
  });

  describe('the right caller', () => {
    it.each(CLOSED.map((operation) => [operation.route, operation] as const))(
      'is let in: %s',
      async (route, operation) => {
        const { status, body } = await send(operation, tokens[operation.access as 'user' | 'operator']);
        const due = NOT_NOW[route] ?? Object.keys(operation.responses).map(Number).filter(isSuccess);
        expect([route, [due].flat(), status, body]).toEqual([
          route,
          expect.arrayContaining([status]),
          status,
          body,
        ]);
      },
    );
  });

  const isSuccess = (status: number) => status < 300;

  const writesAtStripe = async (): Promise<number> => {
    const response = await fetch(`${p.stack.endpoints.stripe}/_offline/requests`);
    const requests = v.parse(v.array(v.object({ method: v.string() })), await response.json());
    return requests.filter(({ method }) => method !== 'GET').length;
  };

  /** A token that names the issuer and audience of one kind, signed by the key of the other. */
  const disguised = (as: 'user' | 'operator') => {
    const { iss, aud } = v.parse(v.object({ iss: v.string(), aud: v.string() }), claimsOf(tokens[as]));
    const likeness = `iss=${encodeURIComponent(iss)}&aud=${encodeURIComponent(aud)}`;
    return p.token(as === 'user' ? `user=u1&operator=1&${likeness}` : `user=op&${likeness}`);
  };
});

const partsOf = (token: string) => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return { header, payload, signature };
};
const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(partsOf(token).payload, 'base64url').toString());
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const withoutSignature = (token: string) => `${partsOf(token).header}.${partsOf(token).payload}.`;
const unsigned = (token: string) => `${base64({ alg: 'none', typ: 'JWT' })}.${partsOf(token).payload}.`;
/** Somebody else's token that now names u1. */
const changed = (token: string) => {
  const { header, signature } = partsOf(token);
  return `${header}.${base64({ ...Object(claimsOf(token)), sub: 'u1', username: 'u1' })}.${signature}`;
};
