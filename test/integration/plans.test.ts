import { planList } from '../../lib/dynamo/plan-list';
import { StripeDeniedError } from '../../lib/operation/errors';
import { createAtStripe } from '../../lib/plan/create-at-stripe';
import { planScene } from '../fixtures/plan-scene';
import { type World, world } from '../fixtures/world';

const MINUTE = 60_000;

describe('createAtStripe', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const { ports, record, stored, recover } = planScene(() => w);
  const create = ({ id }: { id: string }) => createAtStripe(id, ports());
  const atStripe = async () => (await w.stripe.plans.list({ limit: 100 })).data;
  const posts = async () => (await w.requests()).filter(({ method }) => method === 'POST');

  it('makes the plan under our id in one request, its name and descriptor on the product', async () => {
    const plan = await record();
    expect(await stored(plan)).toEqual(plan);
    const result = await create(plan);
    expect(result).toMatchObject({
      outcome: 'created',
      plan: { is_created_at_stripe: true, operation: null, stripe_response: { id: plan.id, object: 'plan' } },
    });
    const [made] = await atStripe();
    expect(made).toMatchObject({
      id: plan.id,
      amount: 5000,
      currency: 'usd',
      interval: 'month',
      interval_count: 3,
      metadata: { tier: 'gold' },
      trial_period_days: 14,
    });
    const [product] = (await w.stripe.products.list()).data;
    expect(product).toMatchObject({ id: made?.product, name: 'gold-basic', statement_descriptor: 'GOLD' });
    expect(JSON.stringify([made, product])).not.toContain('"a"');
    expect(await posts()).toHaveLength(1);
    expect(await stored(plan)).toMatchObject({ is_created_at_stripe: true, source: { a: 'b' } });
  });

  it('leaves out what is not given', async () => {
    const plan = await record({ statement_descriptor: '', trial_period_days: 0, metadata: {} });
    expect((await create(plan)).outcome).toBe('created');
    expect((await atStripe())[0]).toMatchObject({ trial_period_days: null, metadata: {} });
    expect((await w.stripe.products.list()).data[0]?.statement_descriptor).toBeNull();
  });

  it('is done once, also when asked at the same time', async () => {
    const plan = await record();
    const outcomes = (await Promise.all(Array.from({ length: 6 }, () => create(plan)))).map((r) => r.outcome);
    expect(outcomes.sort()).toEqual(['created', ...Array.from({ length: 5 }, () => 'wrong-state')]);
    expect(await create(plan)).toEqual({
      outcome: 'wrong-state',
      reason: 'This plan is created at Stripe already.',
    });
    expect(await atStripe()).toHaveLength(1);
    expect(await create({ id: 'splan_none' })).toEqual({ outcome: 'not-found' });
  });

  it('may be tried again after Stripe refused it', async () => {
    const plan = await record();
    await w.fault({ path: '/v1/plans', method: 'POST', status: 400, error: { message: 'No.' } });
    expect(await create(plan)).toEqual({ outcome: 'refused', message: 'No.' });
    expect(await stored(plan)).toMatchObject({ is_created_at_stripe: false, operation: null });
    expect((await create(plan)).outcome).toBe('created');
  });

  it('leaves the plan as it was when Stripe does not accept the key', async () => {
    const plan = await record();
    await w.fault({ path: '/v1/plans', method: 'POST', status: 401 });
    await expect(create(plan)).rejects.toThrow(StripeDeniedError);
    expect(await stored(plan)).toMatchObject({ is_created_at_stripe: false, operation: null });
  });

  it.each(['before', 'after'])(
    'is unknown after a 500 %s its effect, and safe to send again',
    async (when) => {
      const plan = await record();
      await w.fault({ path: '/v1/plans', method: 'POST', status: 500, when });
      expect(await create(plan)).toEqual({ outcome: 'unknown' });
      expect(await stored(plan)).toMatchObject({
        is_created_at_stripe: false,
        operation: { status: 'unknown' },
      });
      expect((await create(plan)).outcome).toBe('wrong-state');
      w.advance(2 * MINUTE);
      expect((await create(plan)).outcome).toBe('created');
      expect(await atStripe()).toHaveLength(1);
      expect((await w.stripe.products.list()).data).toHaveLength(1);
    },
  );

  it.each([
    ['before', false],
    ['after', true],
  ])('is settled by recovery after a 500 %s its effect', async (when, isThere) => {
    const plan = await record();
    await w.fault({ path: '/v1/plans', method: 'POST', status: 500, when });
    await create(plan);
    w.advance(2 * MINUTE);
    expect(await recover(plan)).toBe('changed');
    expect(await stored(plan)).toMatchObject({ is_created_at_stripe: isThere, operation: null });
    expect(await atStripe()).toHaveLength(isThere ? 1 : 0);
  });

  it('goes on by itself where Stripe could not be reached', async () => {
    const plan = await record();
    await w.fault({ path: '/v1/plans', method: 'POST', disconnect: true, times: 3 });
    expect(await create(plan)).toEqual({ outcome: 'unavailable' });
    expect(await atStripe()).toEqual([]);
    w.advance(MINUTE);
    expect(await recover(plan)).toBe('changed');
    expect(await stored(plan)).toMatchObject({ is_created_at_stripe: true, operation: null });
    expect(await atStripe()).toHaveLength(1);
  });

  it('asks again under the same key where only the answer was lost', async () => {
    const plan = await record();
    await w.fault({ path: '/v1/plans', method: 'POST', disconnect: true, when: 'after' });
    expect((await create(plan)).outcome).toBe('created');
    expect(await atStripe()).toHaveLength(1);
    expect(new Set((await posts()).map((request) => request.idempotency_key)).size).toBe(1);
  });

  it('is finished where its function was killed after Stripe had answered', async () => {
    const plan = await record();
    let saves = 0;
    const plans = ports().plans;
    const save: typeof plans.save = (...all) => {
      saves += 1;
      return saves === 1 ? plans.save(...all) : Promise.reject(new Error('killed'));
    };
    await expect(createAtStripe(plan.id, { ...ports(), plans: { ...plans, save } })).rejects.toThrow(
      'killed',
    );
    expect((await create(plan)).outcome).toBe('wrong-state');
    w.advance(MINUTE);
    expect(await create(plan)).toMatchObject({ outcome: 'created', plan: { is_created_at_stripe: true } });
    expect(await atStripe()).toHaveLength(1);
  });

  it('lists plans newest first', async () => {
    const first = await record({ name: 'a' });
    w.advance(1000);
    const second = await record({ name: 'b' });
    const list = planList(w.table);
    const { records, last } = await list.page(null, 1);
    expect(records.map(({ id }) => id)).toEqual([second.id]);
    const rest = await list.page(last, 10);
    expect(rest.records).toEqual([first]);
    expect(rest.last).toBeNull();
  });
});
