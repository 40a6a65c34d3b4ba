import * as v from 'valibot';
import { newCoupon } from '../../lib/coupon/new-coupon';
import { couponStore } from '../../lib/dynamo/coupon-store';
import type { HttpHandler } from '../../lib/runtime/http/http-handler';
import { SubscriptionView } from '../../lib/subscription/subscription-view';
import { callerOf } from '../fixtures/caller-of';
import { functionEnvironment } from '../fixtures/function-environment';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

const BASE = '/aa-stripe/subscriptions';

/** The function itself, as the gateway calls it. */
describe('operate-subscriptions', () => {
  let w: SubscriptionWorld;
  let environment: { close(): Promise<void> };
  let handler: HttpHandler;
  beforeAll(async () => {
    w = await subscriptionWorld();
    environment = await functionEnvironment(w, { TIME_ZONE: 'UTC' });
    ({ handler } = await import('../../functions/http/operate-subscriptions'));
    await w.plan();
    await w.customer();
  });
  afterAll(async () => {
    await environment.close();
    await w.close();
  });

  const call = callerOf(() => handler);
  const record = async (fields: object = {}) => {
    const body = { user: 'u1', plan: 'gold', ...fields };
    const recorded = await call(`POST ${BASE}`, { body });
    expect(recorded.status).toBe(201);
    return v.parse(SubscriptionView, recorded.body);
  };
  const act = (id: string, action: string, body?: object) =>
    call(`POST ${BASE}/{id}/${action}`, { id, ...(body && { body }) });
  const coupon = async (couponId: string, fields: object) => {
    const input = {
      coupon_id: couponId,
      amount_off: null,
      currency: null,
      percent_off: 50,
      duration: 'once',
      duration_in_months: null,
      max_redemptions: null,
      redeem_by: null,
      metadata: {},
    };
    await couponStore(w.table).insert({ ...newCoupon(input, false, couponId, Date.now()), ...fields });
  };

  it('goes through a whole life', async () => {
    const { id } = await record({ tax_percent: 10, end_date: '2199-12-31', metadata: { a: 'b' } });
    const created = await act(id, 'create-at-stripe');
    expect(created).toMatchObject({
      status: 200,
      body: { id, status: 'active', is_created_at_stripe: true, latest_invoice: { amount_paid: 1_100 } },
    });
    expect(created.body['stripe_response']).toMatchObject({ object: 'subscription', metadata: { a: 'b' } });
    expect(await call(`GET ${BASE}/{id}`, { id })).toEqual({ status: 200, body: created.body });
    const again = await act(id, 'create-at-stripe');
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining('status: active') } });

    const ending = await act(id, 'cancel', { at_period_end: true });
    expect(ending).toMatchObject({ status: 200, body: { status: 'active', at_period_end: true } });
    expect(await act(id, 'cancel', { at_period_end: true })).toEqual(ending);
    expect(await act(id, 'undo-cancel')).toMatchObject({ status: 200, body: { canceled_at: null } });
    expect(await act(id, 'undo-cancel')).toMatchObject({ status: 409 });
    expect(await act(id, 'cancel')).toMatchObject({ status: 200, body: { status: 'canceled' } });
    expect(await act(id, 'undo-cancel', { end_date: null })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('status: canceled') },
    });
    expect(await act(id, 'refresh-from-stripe')).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });

  it('refuses a plan and a coupon that there are not, by field', async () => {
    await coupon('DELETED', { stripe_created: 1, is_deleted: true });
    await coupon('LIVE', { stripe_created: 1 });
    const post = (fields: object) => call(`POST ${BASE}`, { body: { user: 'u1', plan: 'gold', ...fields } });
    expect(await post({ plan: 'none', coupon: 'NONE' })).toEqual({
      status: 400,
      body: {
        plan: ['Invalid pk "none" - object does not exist.'],
        coupon: ['Object with coupon_id=NONE does not exist.'],
      },
    });
    expect(await post({ coupon: 'DELETED' })).toMatchObject({
      status: 400,
      body: { coupon: [expect.any(String)] },
    });
    expect(await post({ coupon: 'LIVE' })).toMatchObject({ status: 201, body: { coupon: 'LIVE' } });
    expect(await post({ status: 'active', end_date: '2026-02-30' })).toMatchObject({
      status: 400,
      body: { status: ['This field is not known.'], end_date: [expect.any(String)] },
    });
  });

  it('records the same request once (I3)', async () => {
    const body = { user: 'u-once', plan: 'gold' };
    const first = await call(`POST ${BASE}`, { body, key: 'k1' });
    expect(await call(`POST ${BASE}`, { body, key: 'k1' })).toEqual(first);
    const listed = await call(`GET ${BASE}`, { query: { user: 'u-once' } });
    expect(listed.body['results']).toEqual([first.body]);
  });

  it('lists by owner and status, newest first, page by page', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.unshift((await record({ user: 'u-list' })).id);
    const page = await call(`GET ${BASE}`, { query: { user: 'u-list', limit: '2' } });
    const idsOf = ({ body }: { body: Record<string, unknown> }) =>
      v.parse(v.array(v.object({ id: v.string() })), body['results']).map(({ id }) => id);
    expect(idsOf(page)).toEqual(ids.slice(0, 2));
    const cursor = String(page.body['next']);
    const rest = await call(`GET ${BASE}`, { query: { user: 'u-list', limit: '2', cursor } });
    expect(idsOf(rest)).toEqual(ids.slice(2));
    expect(rest.body['next']).toBeNull();

    const { id } = await record();
    await act(id, 'create-at-stripe');
    expect(idsOf(await call(`GET ${BASE}`, { query: { status: 'active' } }))).toEqual([id]);
    expect(idsOf(await call(`GET ${BASE}`, { query: { status: 'active', user: 'u-list' } }))).toEqual([]);
    const [first] = v.parse(
      v.array(v.record(v.string(), v.unknown())),
      (await call(`GET ${BASE}`)).body['results'],
    );
    expect(first).not.toHaveProperty('stripe_response');
    expect(await call(`GET ${BASE}`, { query: { status: 'dead' } })).toMatchObject({ status: 400 });
  });

  it('answers 402 with the record when the first payment fails', async () => {
    await w.customer('u-poor', 'tok_chargeCustomerFail');
    const { id } = await record({ user: 'u-poor' });
    expect(await act(id, 'create-at-stripe')).toMatchObject({
      status: 402,
      body: { id, is_created_at_stripe: false, error: { type: 'card_error', code: 'card_declined' } },
    });
  });

  it('answers 409 for an owner without customer, 400 for a refusal, 404 for what is unknown', async () => {
    const orphan = await record({ user: 'u-none' });
    expect(await act(orphan.id, 'create-at-stripe')).toMatchObject({ status: 409 });
    expect(await act(orphan.id, 'cancel')).toMatchObject({ status: 409 });
    expect(await act(orphan.id, 'refresh-from-stripe')).toMatchObject({ status: 409 });
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 400, error: { message: 'No.' } });
    const { id } = await record();
    expect(await act(id, 'create-at-stripe')).toEqual({ status: 400, body: { stripe_error: 'No.' } });
    for (const action of ['create-at-stripe', 'refresh-from-stripe', 'cancel', 'undo-cancel']) {
      expect(await act('ssub_none', action)).toEqual({ status: 404, body: { detail: 'Not found.' } });
    }
    expect(await call(`GET ${BASE}/{id}`, { id: 'ssub_none' })).toMatchObject({ status: 404 });
  });

  it('answers 502 with the record when Stripe breaks off, 503 when it cannot be asked', async () => {
    const { id } = await record();
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 401 });
    expect(await act(id, 'create-at-stripe')).toMatchObject({ status: 503 });
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 500 });
    expect(await act(id, 'create-at-stripe')).toMatchObject({
      status: 502,
      body: { id, is_created_at_stripe: false, error: { type: 'api_error' } },
    });
    const other = await record();
    await act(other.id, 'create-at-stripe');
    await w.fault({ method: 'GET', path: '/v1/subscriptions/:id', status: 500 });
    expect(await act(other.id, 'refresh-from-stripe')).toMatchObject({ status: 503 });
  });

  it('wants a later end date, or none, where the old one has come', async () => {
    const { id } = await record({ end_date: '2001-01-01' });
    await act(id, 'create-at-stripe');
    await act(id, 'cancel', { at_period_end: true });
    expect(await act(id, 'undo-cancel')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('end_date 2001-01-01 has come') },
    });
    expect(await act(id, 'undo-cancel', { end_date: '2001-01-02' })).toMatchObject({
      status: 400,
      body: { end_date: [expect.any(String)] },
    });
    expect(await act(id, 'undo-cancel', { end_date: null })).toMatchObject({
      status: 200,
      body: { end_date: null, canceled_at: null },
    });
  });
});
