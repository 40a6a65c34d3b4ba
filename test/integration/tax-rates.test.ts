import { StripeDeniedError } from '../../lib/operation/errors';
import { createAtStripe } from '../../lib/subscription/create-at-stripe';
import { ensureTaxRate } from '../../lib/subscription/ensure-tax-rate';
import { taxRateIdFor } from '../../lib/subscription/tax-rate';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

const PATH = '/v1/tax_rates';

describe('ensureTaxRate', () => {
  let w: SubscriptionWorld;
  beforeEach(async () => {
    w = await subscriptionWorld();
  });
  afterEach(() => w.close());

  const ensure = (percentage = 23) => ensureTaxRate(percentage, false, w.subs);
  const atStripe = async () => (await w.stripe.taxRates.list({ limit: 100 })).data;
  const made = () => w.sent('POST', /^\/v1\/tax_rates$/);

  it('makes one on top of the price, once, and uses it for ever', async () => {
    const first = await ensure(7.25);
    const [rate, ...others] = await atStripe();
    expect(others).toEqual([]);
    expect(rate).toMatchObject({
      percentage: 7.25,
      inclusive: false,
      display_name: 'Tax',
      metadata: { aa_stripe_id: taxRateIdFor(7.25, false) },
    });
    expect(first).toEqual({ outcome: 'ready', stripeTaxRateId: rate?.id });
    expect(await ensure(7.25)).toEqual(first);
    expect(await made()).toBe(1);
  });

  it.each([0.0001, 0.5, 19, 99.9999, 100])('makes one of %s percent, exactly', async (percentage) => {
    await ensure(percentage);
    expect((await atStripe())[0]?.percentage).toBe(percentage);
  });

  it('has one of each percentage', async () => {
    const [one, other] = [await ensure(19), await ensure(19.5)];
    expect(one).not.toEqual(other);
    expect(await atStripe()).toHaveLength(2);
  });

  it('uses one that is there already and says the same, and no other', async () => {
    const create = (terms: object) =>
      w.stripe.taxRates.create({ display_name: 'Tax', inclusive: false, percentage: 23, ...terms });
    const archived = await create({});
    await w.stripe.taxRates.update(archived.id, { active: false });
    await create({ inclusive: true });
    await create({ percentage: 22 });
    await create({ display_name: 'VAT' });
    await create({ country: 'PL', jurisdiction: 'PL' });
    const alike = await create({});
    expect(await ensure()).toEqual({ outcome: 'ready', stripeTaxRateId: alike.id });
    expect(await ensure()).toEqual({ outcome: 'ready', stripeTaxRateId: alike.id });
    expect(await made()).toBe(6);
  });

  it('makes one for five requests at once', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => ensure()));
    const ready = results.filter(({ outcome }) => outcome === 'ready');
    expect(ready.length).toBeGreaterThan(0);
    expect(results.every(({ outcome }) => outcome === 'ready' || outcome === 'under-way')).toBe(true);
    expect(new Set(ready.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await atStripe()).toHaveLength(1);
  });

  it('leaves nothing behind where Stripe refuses, or does not accept the API key', async () => {
    await w.fault({ method: 'POST', path: PATH, status: 400, error: { message: 'No taxes here.' } });
    expect(await ensure()).toEqual({ outcome: 'refused', message: 'No taxes here.' });
    await w.fault({ method: 'POST', path: PATH, status: 401 });
    await expect(ensure()).rejects.toThrow(StripeDeniedError);
    expect(await w.subs.taxRates.find(taxRateIdFor(23, false))).toBeNull();
    expect((await ensure()).outcome).toBe('ready');
  });

  it('survives a lost answer', async () => {
    await w.fault({ method: 'POST', path: PATH, disconnect: true, when: 'after' });
    expect((await ensure()).outcome).toBe('ready');
    expect(await atStripe()).toHaveLength(1);
  });

  it.each(['before', 'after'])('is settled by what is there after a 500 (%s its effect)', async (when) => {
    await w.fault({ method: 'POST', path: PATH, status: 500, when });
    expect(await ensure()).toEqual({ outcome: 'unknown' });
    expect(await ensure()).toEqual({ outcome: 'under-way' });
    w.advance(61_000);
    await w.recover();
    expect((await ensure()).outcome).toBe('ready');
    expect(await atStripe()).toHaveLength(1);
  });
});

describe('a taxed subscription', () => {
  let w: SubscriptionWorld;
  beforeEach(async () => {
    w = await subscriptionWorld();
    await w.plan();
    await w.customer();
  });
  afterEach(() => w.close());

  const atStripe = async () => (await w.stripe.subscriptions.list({ status: 'all' })).data;

  it('is billed with its tax, and one without tax is not', async () => {
    const taxed = await w.record({ tax_percent: 23 });
    const plain = await w.record();
    expect(await createAtStripe(taxed.id, w.subs)).toMatchObject({
      outcome: 'created',
      subscription: { latest_invoice: { amount_due: 1_230, amount_paid: 1_230 } },
    });
    expect(await createAtStripe(plain.id, w.subs)).toMatchObject({
      subscription: { latest_invoice: { amount_due: 1_000 } },
    });
    const rates = (await atStripe()).map(({ default_tax_rates: rates }) => rates?.map((r) => r.percentage));
    expect(rates).toEqual([[], [23]]);
  });

  it('goes on where a process died between tax rate and subscription', async () => {
    const { id } = await w.record({ tax_percent: 23 });
    const save = () => Promise.reject(new Error('killed'));
    const ports = { ...w.subs, subscriptions: { ...w.subs.subscriptions, save } };
    await expect(createAtStripe(id, ports)).rejects.toThrow('killed');
    expect(await w.current(id)).toMatchObject({ operation: null, version: 1 });
    expect((await createAtStripe(id, w.subs)).outcome).toBe('created');
    expect(await w.sent('POST', /^\/v1\/tax_rates$/)).toBe(1);
    expect(await atStripe()).toHaveLength(1);
  });

  it('goes on where a process died over the tax rate', async () => {
    const { id } = await w.record({ tax_percent: 23 });
    const save = () => Promise.reject(new Error('killed'));
    const ports = { ...w.subs, taxRates: { ...w.subs.taxRates, save } };
    await expect(createAtStripe(id, ports)).rejects.toThrow('killed');
    expect(await createAtStripe(id, w.subs)).toEqual({
      outcome: 'wrong-state',
      reason: 'The tax rate of 23 % is being made. Try again later.',
    });
    w.advance(36_000);
    await w.recover();
    expect((await createAtStripe(id, w.subs)).outcome).toBe('created');
    expect((await w.stripe.taxRates.list()).data).toHaveLength(1);
  });

  it('is not sent while its tax rate is not to be had', async () => {
    const { id } = await w.record({ tax_percent: 23 });
    await w.fault({ method: 'POST', path: PATH, status: 400, error: { message: 'No taxes here.' } });
    expect(await createAtStripe(id, w.subs)).toEqual({ outcome: 'refused', message: 'No taxes here.' });
    await w.fault({ method: 'POST', path: PATH, status: 500 });
    expect(await createAtStripe(id, w.subs)).toMatchObject({ outcome: 'unavailable' });
    expect(await w.current(id)).toMatchObject({ operation: null, error: null, version: 1 });
    expect(await atStripe()).toEqual([]);
  });
});
