import { makePlan } from '../billing/billing-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('products', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('are created, changed and listed', async () => {
    const { products, events } = sandbox.stripe;
    const made = await products.create({ id: 'paper', name: 'Paper', statement_descriptor: 'PAPER' });
    expect(made).toMatchObject({ id: 'paper', active: true, name: 'Paper', statement_descriptor: 'PAPER' });
    expect((await products.create({ name: 'Other', active: false })).id).toMatch(/^prod_/);
    await products.update('paper', { name: 'Newspaper', metadata: { k: '1' } });
    expect(await products.retrieve('paper')).toMatchObject({ name: 'Newspaper', metadata: { k: '1' } });
    expect((await products.list({ active: true })).data.map(({ id }) => id)).toEqual(['paper']);
    const [updated] = (await events.list({ type: 'product.updated' })).data;
    expect(updated?.data.previous_attributes).toMatchObject({ name: 'Paper' });
  });

  it('have ids of their own', async () => {
    await sandbox.stripe.products.create({ id: 'paper', name: 'Paper' });
    expect(await refusal(sandbox.stripe.products.create({ id: 'paper', name: 'B' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_already_exists',
      message: 'Product already exists.',
    });
  });

  it('are deleted unless they have a price', async () => {
    const { products } = sandbox.stripe;
    await makePlan(sandbox, { product: { id: 'paper', name: 'Paper' } });
    expect((await refusal(products.del('paper'))).statusCode).toBe(400);
    await sandbox.stripe.plans.del('monthly');
    expect(await products.del('paper')).toMatchObject({ id: 'paper', deleted: true });
    expect(await refusal(products.retrieve('paper'))).toMatchObject({
      statusCode: 404,
      message: "No such product: 'paper'",
    });
  });
});
