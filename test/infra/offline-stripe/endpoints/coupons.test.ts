import { eventTypes, START } from '../billing/billing-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('coupons', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture({ clock: () => START * 1_000 });
  });
  afterEach(() => sandbox.close());

  it('take off a percentage or an amount', async () => {
    const { coupons } = sandbox.stripe;
    expect(await coupons.create({ percent_off: 12.5, name: 'A', metadata: { k: '1' } })).toMatchObject({
      id: expect.stringMatching(/^\w{8}$/),
      percent_off: 12.5,
      amount_off: null,
      currency: null,
      duration: 'once',
      duration_in_months: null,
      times_redeemed: 0,
      valid: true,
    });
    const off = await coupons.create({
      id: 'OFF',
      amount_off: 500,
      currency: 'EUR',
      duration: 'repeating',
      duration_in_months: 3,
    });
    expect(off).toMatchObject({ id: 'OFF', amount_off: 500, currency: 'eur', duration_in_months: 3 });
  });

  it.each([
    {},
    { percent_off: 10, amount_off: 10, currency: 'eur' },
    { percent_off: 0 },
    { percent_off: 100.5 },
    { amount_off: 10 },
    { percent_off: 10, duration: 'repeating' as const },
    { percent_off: 10, duration_in_months: 2 },
    { percent_off: 10, redeem_by: START },
  ])('are refused with %j', async (params) => {
    expect((await refusal(sandbox.stripe.coupons.create(params))).statusCode).toBe(400);
    expect((await sandbox.stripe.coupons.list()).data).toEqual([]);
  });

  it('exist once per id until they are deleted', async () => {
    const { coupons } = sandbox.stripe;
    const first = await coupons.create({ id: 'SALE', percent_off: 10 });
    expect(await refusal(coupons.create({ id: 'SALE', percent_off: 20 }))).toMatchObject({
      statusCode: 400,
      code: 'resource_already_exists',
      message: 'Coupon already exists.',
    });
    expect(await coupons.del('SALE')).toMatchObject({ id: 'SALE', object: 'coupon', deleted: true });
    expect(await refusal(coupons.retrieve('SALE'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such coupon: 'SALE'",
    });
    await sandbox.control('POST', '/clock', { advance_seconds: 60 });
    expect((await coupons.create({ id: 'SALE', percent_off: 20 })).created).toBe(first.created + 60);
    expect(await coupons.retrieve('SALE')).toMatchObject({ percent_off: 20 });
    const types = ['coupon.created', 'coupon.deleted', 'coupon.created'];
    expect(await eventTypes(sandbox, 'coupon.')).toEqual(types);
  });

  it('end with their last day', async () => {
    const { coupons } = sandbox.stripe;
    await coupons.create({ id: 'SOON', percent_off: 10, redeem_by: START + 100 });
    expect((await coupons.retrieve('SOON')).valid).toBe(true);
    await sandbox.control('POST', '/clock', { advance_seconds: 101 });
    expect((await coupons.retrieve('SOON')).valid).toBe(false);
    expect((await coupons.list()).data[0]?.valid).toBe(false);
  });

  it('change their name and metadata, and are listed by time', async () => {
    const { coupons } = sandbox.stripe;
    await coupons.create({ id: 'A', percent_off: 10 });
    await sandbox.control('POST', '/clock', { advance_seconds: 10 });
    await coupons.create({ id: 'B', percent_off: 10 });
    await coupons.update('A', { name: 'New', metadata: { k: '1' } });
    expect(await coupons.retrieve('A')).toMatchObject({ name: 'New', metadata: { k: '1' } });
    const later = await coupons.list({ created: { gt: START } });
    expect(later.data.map(({ id }) => id)).toEqual(['B']);
    expect(await coupons.list({ limit: 1 })).toMatchObject({ has_more: true, data: [{ id: 'B' }] });
    expect(await eventTypes(sandbox, 'coupon.up')).toEqual(['coupon.updated']);
  });
});
