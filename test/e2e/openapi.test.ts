import * as v from 'valibot';
import { type Product, startProduct, synthesizeProduct } from '../fixtures/product-stack';
import { schemaCheck } from '../fixtures/schema-check';

jest.setTimeout(180_000);

const Media = v.object({
  content: v.optional(v.object({ 'application/json': v.object({ schema: v.looseObject({}) }) })),
});
const Operation = v.object({
  operationId: v.string(),
  security: v.array(v.record(v.string(), v.array(v.string()))),
  requestBody: v.optional(v.looseObject({})),
  responses: v.record(v.string(), Media),
});
const Document = v.looseObject({
  openapi: v.literal('3.1.0'),
  paths: v.record(v.string(), v.record(v.string(), Operation)),
});

interface Called {
  /** Values of the path's parameters. */
  path?: Record<string, string>;
  query?: string;
  body?: unknown;
}

/**
 * Walks the document that the API serves: every operation is called as it says, and each answer is held to the
 * schema that it names for its status.
 */
describe('the API is as its document says', () => {
  let p: Product;
  let document: v.InferOutput<typeof Document>;
  let check: (schema: object, value: unknown) => string[];
  const tokens: Record<string, string> = {};
  beforeAll(async () => {
    p = await startProduct(await synthesizeProduct());
    tokens['user'] = await p.token('user=u1');
    tokens['operator'] = await p.token('user=op&scope=aa-stripe/admin');
    const answered = await p.request('GET', '/aa-stripe/openapi.json');
    document = v.parse(Document, answered.body);
    check = schemaCheck(document);
  });
  afterAll(() => p.stack.end('SIGTERM'));

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
      })),
    );
  const find = (operationId: string) => {
    const found = operations().find(({ operation }) => operation.operationId === operationId);
    if (!found) throw new Error(`${operationId} is not in the document`);
    return found;
  };
  const wayIn = (operation: v.InferOutput<typeof Operation>) => Object.keys(operation.security[0] ?? {})[0];
  /** Calls an operation and holds the answer to the document. */
  const call = async (
    operationId: string,
    called: Called = {},
    more: { token?: string | undefined } = {},
  ) => {
    const { path, method, operation } = find(operationId);
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => called.path?.[name] ?? 'none');
    const answered = await p.request(method, `${filled}${called.query ?? ''}`, {
      token: 'token' in more ? more.token : tokens[wayIn(operation) ?? ''],
      body: called.body,
    });
    const described = operation.responses[String(answered.status)];
    if (!described) throw new Error(`${operationId} answers ${answered.status}, which the document lacks`);
    const schema = described.content?.['application/json'].schema;
    const faults = schema ? check(schema, answered.body) : [];
    expect([operationId, answered.status, faults]).toEqual([operationId, answered.status, []]);
    return answered;
  };
  const made = async (operationId: string, called: Called, status = 201) => {
    const { status: got, body } = await call(operationId, called);
    expect([operationId, got, body]).toEqual([operationId, status, body]);
    return body;
  };

  it('every operation succeeds when it is called as the document says', async () => {
    const seen = new Set<string>();
    const ok = async (operationId: string, called: Called = {}, status = 200) => {
      seen.add(operationId);
      return made(operationId, called, status);
    };
    const card = (id: string) => ({ stripe_js_response: { id } });

    const customer = await ok('createCustomer', { body: card('tok_visa') }, 201);
    const stripe_customer_id = String(customer['stripe_customer_id']);
    await ok('getCustomer', { path: { stripe_customer_id } });
    await ok('updateCustomer', { path: { stripe_customer_id }, body: card('tok_mastercard') });
    await ok('replaceCustomerCard', { path: { stripe_customer_id }, body: card('pm_card_visa') });
    const own = { path: { id: String(customer['id']) } };
    await ok('listCustomers', { query: '?user=u1&limit=1' });
    await ok('getAnyCustomer', own);
    await ok('refreshCustomer', own);
    await ok('changeCustomerDescription', { ...own, body: { description: 'A good one' } });

    const due = { user: 'u1', amount: 900, description: 'Book', source_type: 'order', source_id: '7' };
    const charge = await ok('createCharge', { body: due }, 201);
    const ofCharge = { path: { id: String(charge['id']) } };
    await ok('listCharges', { query: '?user=u1&state=pending&source_type=order&source_id=7' });
    await ok('getCharge', ofCharge);
    await ok('chargeCharge', { ...ofCharge, body: { idempotency_key: 'first' } });
    await ok('refundCharge', { ...ofCharge, body: { amount: 100 } });
    await ok('listRefunds', ofCharge);

    const plan = await ok('createPlan', { body: { amount: 1000, name: 'Gold', interval: 'month' } }, 201);
    const ofPlan = { path: { id: String(plan['id']) } };
    await ok('listPlans');
    await ok('getPlan', ofPlan);
    await ok('createPlanAtStripe', ofPlan);

    const coupon = { coupon_id: 'TEN', duration: 'once', amount_off: '10.00', currency: 'USD' };
    await ok('createCoupon', { body: coupon }, 201);
    const ofCoupon = { path: { coupon_id: 'TEN' } };
    await ok('listCoupons', { query: '?include_deleted=true' });
    await ok('getCoupon', ofCoupon);
    await ok('getAnyCoupon', ofCoupon);
    await ok('updateCoupon', { ...ofCoupon, body: { metadata: { season: 'autumn' } } });

    const wish = { user: 'u1', plan: plan['id'], coupon: 'TEN', tax_percent: 8.5, end_date: '2099-12-31' };
    const subscription = await ok('createSubscription', { body: wish }, 201);
    const ofSubscription = { path: { id: String(subscription['id']) } };
    await ok('listSubscriptions', { query: '?user=u1' });
    await ok('getSubscription', ofSubscription);
    await ok('createSubscriptionAtStripe', ofSubscription);
    await ok('refreshSubscription', ofSubscription);
    await ok('cancelSubscription', { ...ofSubscription, body: { at_period_end: true } });
    await ok('undoCancelSubscription', ofSubscription);
    await ok('deleteCoupon', ofCoupon, 204);

    const { results } = await ok('listWebhooks', { query: '?limit=1' });
    const [webhook] = v.parse(v.array(v.object({ id: v.string() })), results);
    await ok('getWebhook', { path: { id: webhook?.id ?? '' } });
    await ok('replayWebhook', { path: { id: webhook?.id ?? '' } }, 202);

    await ok('listCommands');
    await ok('runCommand', { path: { name: 'charge-stripe' }, body: { dry_run: true } }, 202);
    await ok('listRuns', { path: { name: 'charge-stripe' } });
    await ok('getPaused');
    await ok('setPaused', { body: { paused: false, reason: 'nothing' } });
    await ok('getOpenApi');

    const acting = await p.token('user=u2');
    const { body: other } = await p.request('POST', '/aa-stripe/customers', {
      token: acting,
      body: card('tok_authenticationRequired'),
    });
    expect(other['user']).toBe('u2');
    const held = await made('createCharge', { body: { user: 'u2', amount: 700, description: 'Pen' } });
    const ofHeld = { path: { id: String(held['id']) } };
    expect((await call('chargeCharge', ofHeld)).status).toBe(402);
    seen.add('getClientSecret');
    expect((await call('getClientSecret', ofHeld, { token: acting })).status).toBe(200);
    // Its owner alone may know it.
    expect((await call('getClientSecret', ofHeld)).status).toBe(404);

    // Stripe calls this one.
    seen.add('receiveWebhook');
    expect((await call('receiveWebhook', { body: {} })).status).toBe(400);
    expect([...seen].sort()).toEqual(
      operations()
        .map(({ operation }) => operation.operationId)
        .sort(),
    );
  });

  it('every operation that needs a token refuses a call without, and one of the other kind (I7)', async () => {
    const closed = operations().filter(({ operation }) => wayIn(operation));
    expect(closed.length).toBeGreaterThan(35);
    for (const { operation } of closed) {
      const { operationId } = operation;
      expect([operationId, (await call(operationId, {}, { token: undefined })).status]).toEqual([
        operationId,
        401,
      ]);
      const other = wayIn(operation) === 'user' ? 'operator' : 'user';
      expect([operationId, (await call(operationId, {}, { token: tokens[other] })).status]).toEqual([
        operationId,
        401,
      ]);
    }
    const unscoped = await p.token('user=op&operator=1&scope=aa-stripe/other');
    for (const { operation } of closed.filter(({ operation }) => wayIn(operation) === 'operator')) {
      const { operationId } = operation;
      expect([operationId, (await call(operationId, {}, { token: unscoped })).status]).toEqual([
        operationId,
        403,
      ]);
    }
  });

  it('every operation on one thing answers 404 to an id that it does not know', async () => {
    const body: Record<string, unknown> = {
      updateCustomer: { stripe_js_response: { id: 'tok_visa' } },
      replaceCustomerCard: { stripe_js_response: { id: 'tok_visa' } },
      changeCustomerDescription: { description: 'x' },
      updateCoupon: { metadata: {} },
    };
    const ofOne = operations().filter(({ path }) => path.includes('{'));
    expect(ofOne.length).toBeGreaterThan(20);
    for (const { operation } of ofOne) {
      const { operationId } = operation;
      const { status } = await call(operationId, { body: body[operationId] });
      expect([operationId, status]).toEqual([operationId, 404]);
    }
  });

  it('every operation that takes a body refuses what is no object, not JSON, or has a field it does not know', async () => {
    const taking = operations().filter(({ operation }) => operation.requestBody);
    expect(taking.length).toBeGreaterThan(10);
    for (const { path, method, operation } of taking) {
      const { operationId } = operation;
      for (const body of ['[]', '"x"', '{', 'null']) {
        expect([operationId, body, (await call(operationId, { body })).status]).toEqual([
          operationId,
          body,
          400,
        ]);
      }
      const { status, body } = await call(operationId, { body: { is_charged: true, version: 7 } });
      expect([operationId, status]).toEqual([operationId, 400]);
      expect(body).toMatchObject({
        is_charged: ['This field is not known.'],
        version: ['This field is not known.'],
      });
      const text = await p.request(method, path, {
        token: tokens[wayIn(operation) ?? ''],
        body: '{}',
        headers: { 'content-type': 'text/plain' },
      });
      expect([operationId, text.status]).toEqual([operationId, 415]);
    }
  });
});
