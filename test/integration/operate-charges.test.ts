import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { ChargeView } from '../../lib/charge/charge-view';
import { settingsStore } from '../../lib/dynamo/settings-store';
import type { HttpHandler } from '../../lib/runtime/http/http-handler';
import { callerOf } from '../fixtures/caller-of';
import { chargeScene } from '../fixtures/charge-scene';
import { functionEnvironment } from '../fixtures/function-environment';
import { allItems } from '../fixtures/records-table';
import { type World, world } from '../fixtures/world';

const BASE = '/aa-stripe/charges';

/** The function itself, as the gateway calls it. */
describe('operate-charges', () => {
  let w: World;
  let environment: { close(): Promise<void> };
  let handler: HttpHandler;
  beforeAll(async () => {
    w = await world();
    environment = await functionEnvironment(w, {});
    ({ handler } = await import('../../functions/http/operate-charges'));
    await customer('tok_visa', 'good');
    await customer('tok_chargeCustomerFail', 'poor');
    await customer('tok_authenticationRequired', 'careful');
  });
  afterAll(async () => {
    await environment.close();
    await w.close();
  });
  const { customer } = chargeScene(() => w);

  const call = callerOf(() => handler);
  const input = (user: string, more: object = {}) => ({ user, amount: 1000, description: 'Lunch', ...more });
  const record = async (user = 'good', more: object = {}) => {
    const { status, body } = await call(`POST ${BASE}`, { body: input(user, more) });
    expect(status).toBe(201);
    return v.parse(v.strictObject(ChargeView.entries), body);
  };
  const act = (id: string, action: string, body?: object) =>
    call(`POST ${BASE}/{id}/${action}`, { id, ...(body && { body }) });
  const chargesOf = async (user: string) => (await call(`GET ${BASE}`, { query: { user } })).body['results'];

  it('records, shows and lists, without asking Stripe', async () => {
    const made = await record('lister', { currency: 'EUR', source_type: 'order', source_id: '1' });
    expect(made).toMatchObject({ state: 'pending', is_charged: false, currency: 'eur', customer: null });
    const { status, body } = await call(`GET ${BASE}/{id}`, { id: made.id });
    expect([status, body]).toEqual([200, { ...made, stripe_response: null }]);
    expect(await chargesOf('lister')).toEqual([made]);
  });

  it.each<[string, object]>([
    ['id', { id: 'schg_mine' }],
    ['state', { state: 'charged' }],
    ['amount_refunded', { amount_refunded: 5 }],
    ['is_held', { is_held: true }],
    ['stripe_charge_id', { stripe_charge_id: 'ch_1' }],
    ['owner', { owner: 'good' }],
  ])('lets nobody set %s', async (field, more) => {
    const { status, body } = await call(`POST ${BASE}`, { body: input('setter', more) });
    expect([status, Object.keys(body)]).toEqual([400, [field]]);
    expect(await chargesOf('setter')).toEqual([]);
  });

  it('answers 200 with the record when charged, and 409 afterwards', async () => {
    const { id } = await record();
    const charged = await act(id, 'charge');
    expect(charged.status).toBe(200);
    expect(v.parse(v.strictObject(ChargeView.entries), charged.body)).toMatchObject({
      id,
      state: 'charged',
      is_charged: true,
      error: null,
    });
    expect(await act(id, 'charge')).toEqual({ status: 409, body: { detail: 'Already charged.' } });
  });

  it('answers 402 with the record and the reason when declined, or when the payer has to act', async () => {
    expect(await act((await record('poor')).id, 'charge')).toMatchObject({
      status: 402,
      body: { state: 'failed', charge_attempt_failed: true, error: { code: 'card_declined' } },
    });
    expect(await act((await record('careful')).id, 'charge')).toMatchObject({
      status: 402,
      body: { state: 'action_required', error: { code: 'authentication_required' } },
    });
  });

  it('answers 409 without a customer, and while charging is paused', async () => {
    const { id } = await record('nobody');
    expect(await act(id, 'charge')).toEqual({
      status: 409,
      body: { detail: 'This owner has no active customer.' },
    });
    const due = await record();
    const settings = settingsStore(w.table);
    const setting = { reason: '', updated: null, updated_by: null };
    await settings.setPaused({ paused: true, ...setting });
    expect(await act(due.id, 'charge')).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/paused/) },
    });
    await settings.setPaused({ paused: false, ...setting });
    expect(await act(due.id, 'charge')).toMatchObject({ status: 200 });
  });

  it('answers 502 with the record when nobody knows, and 409 as long as it is so', async () => {
    const { id } = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 500, when: 'after' });
    expect(await act(id, 'charge')).toMatchObject({ status: 502, body: { id, state: 'unknown' } });
    expect(await act(id, 'charge')).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/state: unknown/) },
    });
    expect(await act(id, 'refund')).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/state: unknown/) },
    });
  });

  it('answers 503 when Stripe does not accept our key, and leaves the charge as due as it was', async () => {
    const { id } = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 401 });
    const refused = await act(id, 'charge');
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(/API key/) } });
    expect(JSON.stringify(refused)).not.toContain('sk_test');
    expect((await call(`GET ${BASE}/{id}`, { id })).body).toMatchObject({ state: 'pending', error: null });
  });

  it('gives back part and rest, lists the refunds, and refuses more in the words of the contract', async () => {
    const { id } = await record();
    expect(await act(id, 'refund')).toMatchObject({
      status: 409,
      body: { detail: 'Cannot refund not charged transaction. (state: pending)' },
    });
    await act(id, 'charge');
    expect(await act(id, 'refund', { amount: 300 })).toMatchObject({
      status: 200,
      body: { amount_refunded: 300, is_refunded: false },
    });
    expect(await act(id, 'refund', { amount: 701 })).toEqual({
      status: 409,
      body: { detail: 'Refunds exceed charge' },
    });
    expect(await act(id, 'refund')).toMatchObject({ status: 200, body: { is_refunded: true } });
    expect(await act(id, 'refund')).toEqual({ status: 409, body: { detail: 'Already refunded.' } });
    const first = await call(`GET ${BASE}/{id}/refunds`, { id, query: { limit: '1' } });
    expect(first.body).toMatchObject({ results: [{ charge: id, amount: 700, status: 'succeeded' }] });
    const cursor = String(first.body['next']);
    const second = await call(`GET ${BASE}/{id}/refunds`, { id, query: { limit: '1', cursor } });
    expect(second.body).toMatchObject({ results: [{ amount: 300 }], next: null });
  });

  it.each([{ amount: 0 }, { amount: '5' }, { amount: 1.5 }, { amount: null }, { sum: 5 }])(
    'gives nothing back for %j',
    async (body) => {
      const { id } = await record();
      await act(id, 'charge');
      expect(await act(id, 'refund', body)).toMatchObject({ status: 400 });
      expect((await call(`GET ${BASE}/{id}`, { id })).body).toMatchObject({ amount_refunded: 0 });
    },
  );

  it('puts the postfix into the key at Stripe, and takes no other text for one', async () => {
    const { id } = await record();
    expect(await act(id, 'charge', { idempotency_key: 'two words' })).toMatchObject({ status: 400 });
    await act(id, 'charge', { idempotency_key: 'mine' });
    const keys = (await w.requests()).map(({ idempotency_key }) => idempotency_key ?? '');
    expect(keys.filter((key) => key.startsWith(`aa-stripe:${id}:`) && key.endsWith(':mine'))).toHaveLength(1);
  });

  it('knows no charge of another id', async () => {
    for (const route of [`GET ${BASE}/{id}`, `POST ${BASE}/{id}/charge`, `POST ${BASE}/{id}/refund`]) {
      for (const id of ['schg_none', '../x', 'x'.repeat(65)]) {
        expect(await call(route, { id })).toEqual({ status: 404, body: { detail: 'Not found.' } });
      }
    }
  });

  describe('with an Idempotency-Key', () => {
    const send = (key: string, user: string, caller?: string) =>
      call(`POST ${BASE}`, { body: input(user), key, ...(caller !== undefined && { caller }) });

    it('I3: makes one record of one request, also when several come at once', async () => {
      const all = await Promise.all(Array.from({ length: 6 }, () => send('k1', 'once')));
      const made = all.filter(({ status }) => status === 201);
      expect(new Set(made.map(({ body }) => body['id'])).size).toBe(1);
      expect(all.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
      expect(await send('k1', 'once')).toEqual(made[0]);
      expect(await chargesOf('once')).toHaveLength(1);
    });

    it('I3: makes one record when the function died between recording it and keeping its answer', async () => {
      const first = await send('k2', 'dying');
      const kept = (await allItems(w.table)).filter(
        ({ pk, answer }) => String(pk).startsWith('idempotency#') && answer !== undefined,
      );
      for (const { pk, sk } of kept) {
        await w.table.client.send(
          new UpdateCommand({
            TableName: w.table.name,
            Key: { pk, sk },
            UpdateExpression: 'REMOVE answer, #status SET lease_until = :past',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':past': 1 },
          }),
        );
      }
      expect(await send('k2', 'dying')).toEqual(first);
      expect(await chargesOf('dying')).toHaveLength(1);
    });

    it('refuses another body under the same key, and keeps callers apart', async () => {
      await send('k3', 'first');
      expect(await send('k3', 'second')).toMatchObject({
        status: 409,
        body: { detail: expect.stringMatching(/another body/) },
      });
      expect(await chargesOf('second')).toEqual([]);
      expect(await send('k3', 'second', 'another-operator')).toMatchObject({ status: 201 });
    });

    it('gives a refusal again, and charges no second time', async () => {
      const { id } = await record('poor');
      const charge = () => call(`POST ${BASE}/{id}/charge`, { id, key: 'k4' });
      const declined = await charge();
      expect(declined.status).toBe(402);
      const before = (await w.requests()).length;
      expect(await charge()).toEqual(declined);
      expect((await w.requests()).length).toBe(before);
    });
  });
});
