import { eventTypes, makePlan } from '../billing/billing-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('plans and prices', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('make a product of what is sent, or belong to one', async () => {
    const { plans, products } = sandbox.stripe;
    const plan = await makePlan(sandbox, {
      nickname: 'Monthly',
      trial_period_days: 7,
      metadata: { k: '1' },
      product: { id: 'paper', name: 'Paper', statement_descriptor: 'PAPER' },
    });
    expect(plan).toMatchObject({
      id: 'monthly',
      object: 'plan',
      amount: 1_000,
      currency: 'eur',
      interval: 'month',
      interval_count: 1,
      metadata: { k: '1' },
      nickname: 'Monthly',
      product: 'paper',
      trial_period_days: 7,
    });
    expect(await products.retrieve('paper')).toMatchObject({ statement_descriptor: 'PAPER' });
    const yearly = await plans.create({ amount: 1, currency: 'EUR', interval: 'year', product: 'paper' });
    expect(yearly).toMatchObject({ id: expect.stringMatching(/^plan_/), currency: 'eur', product: 'paper' });
    const unknown = plans.create({ amount: 1, currency: 'eur', interval: 'year', product: 'none' });
    expect(await refusal(unknown)).toMatchObject({ code: 'resource_missing', param: 'product' });
    expect(await eventTypes(sandbox, '')).toEqual([
      'product.created',
      'plan.created',
      'price.created',
      'plan.created',
      'price.created',
    ]);
  });

  it('exist once per id, and leave no product behind when they are refused', async () => {
    await makePlan(sandbox);
    expect(await refusal(makePlan(sandbox))).toMatchObject({
      statusCode: 400,
      code: 'resource_already_exists',
      message: 'Plan already exists.',
    });
    expect((await sandbox.stripe.products.list()).data).toHaveLength(1);
  });

  it('recur within three years', async () => {
    await makePlan(sandbox, { interval: 'month', interval_count: 36 });
    for (const [interval, interval_count] of [
      ['month', 37],
      ['week', 157],
      ['year', 4],
      ['day', 1_096],
    ] as const) {
      const error = await refusal(makePlan(sandbox, { id: 'long', interval, interval_count }));
      expect(error).toMatchObject({ statusCode: 400, param: 'interval_count' });
    }
  });

  it('are changed, listed and deleted', async () => {
    const { plans, prices } = sandbox.stripe;
    const { product } = await makePlan(sandbox);
    await makePlan(sandbox, { id: 'other' });
    expect(await plans.update('monthly', { nickname: 'New', active: false })).toMatchObject({
      nickname: 'New',
      active: false,
    });
    expect((await plans.list({ product: String(product) })).data.map(({ id }) => id)).toEqual(['monthly']);
    expect((await plans.list({ active: true })).data.map(({ id }) => id)).toEqual(['other']);
    expect(await plans.del('monthly')).toMatchObject({ id: 'monthly', object: 'plan', deleted: true });
    expect(await refusal(plans.retrieve('monthly'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such plan: 'monthly'",
    });
    expect(await refusal(prices.retrieve('monthly'))).toMatchObject({ statusCode: 404 });
    expect(await eventTypes(sandbox, 'plan.')).toEqual([
      'plan.created',
      'plan.created',
      'plan.updated',
      'plan.deleted',
    ]);
  });

  it('are the same thing by two names', async () => {
    const { plans, prices } = sandbox.stripe;
    await makePlan(sandbox);
    expect(await prices.retrieve('monthly', { expand: ['product'] })).toMatchObject({
      object: 'price',
      unit_amount: 1_000,
      type: 'recurring',
      recurring: { interval: 'month', interval_count: 1 },
      product: { name: 'Newspaper' },
    });
    const price = await prices.create({
      currency: 'eur',
      unit_amount: 500,
      recurring: { interval: 'week', interval_count: 2 },
      product_data: { name: 'Weekly' },
    });
    expect(await plans.retrieve(price.id)).toMatchObject({
      amount: 500,
      interval: 'week',
      interval_count: 2,
    });
  });

  it('need not recur as prices', async () => {
    const { plans, prices } = sandbox.stripe;
    const { id: product } = await sandbox.stripe.products.create({ name: 'Book' });
    const once = await prices.create({ currency: 'eur', unit_amount: 500, product, nickname: 'Once' });
    expect(once).toMatchObject({ type: 'one_time', recurring: null, nickname: 'Once' });
    expect((await refusal(plans.retrieve(once.id))).code).toBe('resource_missing');
    await prices.update(once.id, { active: false, metadata: { k: '1' } });
    expect((await prices.list({ product, active: true })).data).toEqual([]);
    expect((await prices.list({ product })).data).toMatchObject([{ metadata: { k: '1' } }]);
    const both = prices.create({ currency: 'eur', unit_amount: 1, product, product_data: { name: 'B' } });
    expect(await refusal(both)).toMatchObject({ statusCode: 400 });
  });
});
