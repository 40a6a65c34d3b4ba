import { eventTypes } from '../billing/billing-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('tax rates', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('are created, changed and listed', async () => {
    const { taxRates } = sandbox.stripe;
    const rate = await taxRates.create({
      display_name: 'VAT',
      inclusive: true,
      percentage: 19.1234,
      country: 'DE',
      jurisdiction: 'DE',
      description: 'd',
    });
    expect(rate).toMatchObject({
      id: expect.stringMatching(/^txr_/),
      active: true,
      country: 'DE',
      inclusive: true,
      percentage: 19.1234,
    });
    await taxRates.create({ display_name: 'Tax', inclusive: false, percentage: 5 });
    await taxRates.update(rate.id, { active: false, metadata: { k: '1' } });
    expect(await taxRates.retrieve(rate.id)).toMatchObject({ active: false, metadata: { k: '1' } });
    expect((await taxRates.list({ active: true })).data).toMatchObject([{ display_name: 'Tax' }]);
    expect((await taxRates.list({ inclusive: true })).data).toMatchObject([{ display_name: 'VAT' }]);
    const types = ['tax_rate.created', 'tax_rate.created', 'tax_rate.updated'];
    expect(await eventTypes(sandbox, 'tax_rate.')).toEqual(types);
  });

  it.each([-1, 100.1, 1.23456])('are refused with %d per cent', async (percentage) => {
    const made = sandbox.stripe.taxRates.create({ display_name: 'VAT', inclusive: true, percentage });
    expect(await refusal(made)).toMatchObject({ statusCode: 400, param: 'percentage' });
  });
});
