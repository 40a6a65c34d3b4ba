import { publicationOfRecord } from '../../lib/dynamo/publication';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { StripeDeniedError, StripeUnavailableError } from '../../lib/operation/errors';
import { createAtStripe } from '../../lib/subscription/create-at-stripe';
import { refreshSubscription } from '../../lib/subscription/refresh-subscription';
import { presentSubscription } from '../../lib/subscription/subscription-view';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { outboxEntries } from '../fixtures/outbox-entries';
import { allItems } from '../fixtures/records-table';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

describe('createAtStripe', () => {
  let w: SubscriptionWorld;
  beforeEach(async () => {
    w = await subscriptionWorld();
  });
  afterEach(() => w.close());

  const create = (id: string) => createAtStripe(id, w.subs);
  const atStripe = async () => (await w.stripe.subscriptions.list({ status: 'all', limit: 100 })).data;
  const creations = () => w.sent('POST', /^\/v1\/subscriptions$/);
  const ready = async (input = {}) => {
    await w.plan();
    await w.customer();
    return w.record(input);
  };

  it('sends nothing before it is asked to', async () => {
    const recorded = await ready();
    expect(presentSubscription(await w.current(recorded.id))).toMatchObject({
      status: null,
      customer: null,
      stripe_subscription_id: null,
      is_created_at_stripe: false,
      canceled_at: null,
      latest_invoice: null,
      error: null,
    });
    expect(await creations()).toBe(0);
  });

  it('creates it in one request, and keeps all that Stripe sent', async () => {
    const { id } = await ready({ metadata: { order: '7' } });
    const result = await create(id);
    if (result.outcome !== 'created') throw new Error(result.outcome);
    const [made, ...others] = await atStripe();
    expect(others).toEqual([]);
    expect(made).toMatchObject({ status: 'active', metadata: { order: '7' } });
    expect(made?.items.data[0]).toMatchObject({ plan: { id: 'gold' }, metadata: { aa_stripe_id: id } });
    const { subscription } = result;
    const customer = await w.ports.customers.latestActive('u1');
    expect(presentSubscription(subscription)).toMatchObject({
      id,
      user: 'u1',
      plan: 'gold',
      customer: customer?.id,
      stripe_subscription_id: made?.id,
      status: 'active',
      is_created_at_stripe: true,
      canceled_at: null,
      at_period_end: false,
      latest_invoice: { status: 'paid', amount_due: 1_000, amount_paid: 1_000, currency: 'usd' },
      error: null,
    });
    expect(subscription.stripe_response).toMatchObject({ id: made?.id, latest_invoice: { status: 'paid' } });
    expect(await w.current(id)).toEqual(subscription);
    expect(await creations()).toBe(1);
    expect(await outboxEntries(w.table, id)).toEqual([
      expect.stringMatching(`^stripe_subscription_updated#${subscription.version}#`),
    ]);
  });

  it('is paid by the latest active customer of its owner', async () => {
    await w.customer('u1', 'tok_mastercard');
    const { id } = await ready();
    await w.customer('u2', 'tok_amex');
    const result = await create(id);
    const latest = await w.ports.customers.latestActive('u1');
    expect(result).toMatchObject({ subscription: { customer_id: latest?.id } });
    expect((await atStripe())[0]?.customer).toBe(latest?.stripe_customer_id);
  });

  it('leaves all fifty keys of metadata to the caller', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, `${i}`]));
    const { id } = await ready({ metadata });
    expect((await create(id)).outcome).toBe('created');
    expect((await atStripe())[0]?.metadata).toEqual(metadata);
  });

  it("sends the plan's trial: nothing is paid for yet", async () => {
    await w.plan('gold', { trialPeriodDays: 14 });
    await w.customer();
    const { id } = await w.record();
    await create(id);
    const [made] = await atStripe();
    const days = ((made?.trial_end ?? 0) - (made?.trial_start ?? 0)) / 86_400;
    expect(days).toBe(14);
    expect(await w.current(id)).toMatchObject({
      status: 'trialing',
      latest_invoice: { amount_due: 0, status: 'paid' },
    });
  });

  it('applies the coupon, and shows the discount', async () => {
    await w.stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' });
    const { id } = await ready({ coupon: 'HALF' });
    const result = await create(id);
    const made = await w.stripe.subscriptions.retrieve((await atStripe())[0]?.id ?? '', {
      expand: ['discounts'],
    });
    expect(made.discounts).toEqual([expect.objectContaining({ source: { type: 'coupon', coupon: 'HALF' } })]);
    expect(result).toMatchObject({
      outcome: 'created',
      subscription: {
        latest_invoice: { amount_paid: 500 },
        stripe_response: { discounts: [{ source: { coupon: { id: 'HALF', percent_off: 50 } } }] },
      },
    });
  });

  it('keeps at_period_end as it was recorded, which ends nothing', async () => {
    const { id } = await ready({ at_period_end: true });
    await create(id);
    expect((await atStripe())[0]).toMatchObject({ cancel_at_period_end: false, canceled_at: null });
    expect(presentSubscription(await w.current(id))).toMatchObject({
      at_period_end: true,
      canceled_at: null,
    });
  });

  describe('refuses, and sends nothing,', () => {
    it('what it does not know', async () => {
      expect(await create('ssub_none')).toEqual({ outcome: 'not-found' });
    });

    it('a plan that is not created at Stripe, and says the cure', async () => {
      await w.plan('gold', { isAtStripe: false });
      await w.customer();
      const { id } = await w.record();
      expect(await create(id)).toEqual({
        outcome: 'wrong-state',
        reason: expect.stringContaining('POST /aa-stripe/plans/gold/create-at-stripe first'),
      });
      expect(await creations()).toBe(0);
    });

    it('an owner without an active customer', async () => {
      await w.plan();
      const { id } = await w.record();
      expect(await create(id)).toEqual({
        outcome: 'wrong-state',
        reason: 'This owner has no active customer.',
      });
      expect(await creations()).toBe(0);
    });

    it('one that was created before', async () => {
      const { id } = await w.started();
      expect(await create(id)).toEqual({
        outcome: 'wrong-state',
        reason: 'This subscription is created at Stripe already (status: active).',
      });
      expect(await creations()).toBe(1);
    });

    it('anything while charging is paused', async () => {
      const { id } = await ready();
      await settingsStore(w.table).setPaused({
        paused: true,
        reason: '',
        updated: null,
        updated_by: null,
      });
      expect(await create(id)).toEqual({ outcome: 'paused' });
      expect(await creations()).toBe(0);
    });
  });

  it('makes one subscription of five requests at once', async () => {
    const { id } = await ready();
    const results = await Promise.all(Array.from({ length: 5 }, () => create(id)));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([
      'created',
      ...Array.from({ length: 4 }, () => 'wrong-state'),
    ]);
    expect(await atStripe()).toHaveLength(1);
  });

  it('leaves nothing at Stripe when the first payment fails, and may be tried again', async () => {
    await w.plan();
    await w.customer('u1', 'tok_chargeCustomerFail');
    const { id } = await w.record();
    const failed = await create(id);
    expect(failed).toMatchObject({
      outcome: 'unpaid',
      subscription: { operation: null, error: { type: 'card_error', code: 'card_declined' } },
    });
    expect(await atStripe()).toEqual([]);
    const shown = presentSubscription(await w.current(id));
    expect(shown).toMatchObject({
      is_created_at_stripe: false,
      status: null,
      customer: null,
      error: { type: 'card_error', decline_code: expect.any(String), message: expect.any(String) },
    });
    await w.customer('u1', 'tok_visa');
    expect(await create(id)).toMatchObject({ outcome: 'created', subscription: { error: null } });
    expect((await atStripe()).map(({ status }) => status)).toEqual(['active']);
  });

  it('passes on any other refusal, and may be tried again', async () => {
    const { id } = await ready({ coupon: 'GONE' });
    expect(await create(id)).toEqual({ outcome: 'refused', message: expect.stringContaining('GONE') });
    expect(await w.current(id)).toMatchObject({ operation: null, error: { code: 'resource_missing' } });
    await w.stripe.coupons.create({ id: 'GONE', percent_off: 10, duration: 'once' });
    expect((await create(id)).outcome).toBe('created');
  });

  it('finishes under the same key when the answer was lost after the effect', async () => {
    const { id } = await ready();
    await w.fault({ method: 'POST', path: '/v1/subscriptions', disconnect: true, when: 'after' });
    expect((await create(id)).outcome).toBe('created');
    expect(await atStripe()).toHaveLength(1);
    expect(await creations()).toBe(2);
  });

  it('stays open while Stripe limits the rate; recovery sends the same again', async () => {
    const { id } = await ready();
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 429, times: 3 });
    expect(await create(id)).toMatchObject({
      outcome: 'unknown',
      subscription: { error: { code: 'rate_limit' } },
    });
    expect((await create(id)).outcome).toBe('wrong-state');
    await w.recover();
    expect(await w.current(id)).toMatchObject({ status: 'active', operation: null, error: null });
    expect(await atStripe()).toHaveLength(1);
  });

  it('finds out by looking what became of a 500 after the effect', async () => {
    const { id } = await ready();
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 500, when: 'after' });
    expect((await create(id)).outcome).toBe('unknown');
    expect(await create(id)).toMatchObject({
      outcome: 'wrong-state',
      reason: expect.stringContaining('is being found out'),
    });
    w.advance(61_000);
    await w.recover();
    const [made, ...others] = await atStripe();
    expect(others).toEqual([]);
    expect(await w.current(id)).toMatchObject({
      stripe_subscription_id: made?.id,
      status: 'active',
      operation: null,
      error: null,
    });
    expect(await creations()).toBe(1);
  });

  it('finds it by its id also where it was ended meanwhile, and among others of the customer', async () => {
    const { id } = await ready();
    const [earlier, later] = [await w.record(), await w.record()];
    await create(earlier.id);
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 500, when: 'after' });
    await create(id);
    await create(later.id);
    for (const { id: stripeId } of await atStripe()) await w.stripe.subscriptions.cancel(stripeId);
    w.advance(61_000);
    await w.recover();
    const { stripe_subscription_id: stripeId, status } = await w.current(id);
    expect(status).toBe('canceled');
    const made = await w.stripe.subscriptions.retrieve(stripeId ?? '');
    expect(made.items.data[0]?.metadata).toEqual({ aa_stripe_id: id });
  });

  it('gives up what Stripe knows nothing of only once its key is forgotten', async () => {
    const { id } = await ready();
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 500, when: 'before' });
    expect((await create(id)).outcome).toBe('unknown');
    w.advance(61_000);
    await w.recover();
    expect((await create(id)).outcome).toBe('wrong-state');
    w.advance(24 * 3600_000);
    await w.recover();
    expect(await w.current(id)).toMatchObject({ operation: null, error: { code: 'without_effect' } });
    expect((await create(id)).outcome).toBe('created');
    expect(await atStripe()).toHaveLength(1);
  });

  it('changes nothing while the API key is wrong', async () => {
    const before = await ready();
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 401 });
    await expect(create(before.id)).rejects.toThrow(StripeDeniedError);
    expect(presentSubscription(await w.current(before.id))).toEqual({
      ...presentSubscription(before),
      updated: expect.any(String),
    });
    expect((await create(before.id)).outcome).toBe('created');
  });

  it('is taken over from a process that died after Stripe had acted', async () => {
    const { id } = await ready();
    const { subscriptions } = w.subs;
    let saves = 0;
    const dying: typeof subscriptions.save = (...args) => {
      saves += 1;
      return saves > 1 ? Promise.reject(new Error('killed')) : subscriptions.save(...args);
    };
    const ports = { ...w.subs, subscriptions: { ...subscriptions, save: dying } };
    await expect(createAtStripe(id, ports)).rejects.toThrow('killed');
    expect(await create(id)).toMatchObject({ reason: expect.stringContaining('is being created') });
    w.advance(36_000);
    await w.recover();
    expect(await w.current(id)).toMatchObject({ status: 'active', operation: null });
    expect(await atStripe()).toHaveLength(1);
  });
});

describe('stripe_subscription_updated', () => {
  it('carries the subscription as the API shows it, and no more (I8)', async () => {
    const w = await subscriptionWorld();
    const subscription = await w.started();
    const item = (await allItems(w.table)).find(({ id }) => id === subscription.id);
    const ports = { table: w.table, payloads: memoryPayloads(), rawDataOnBus: true };
    const publication = await publicationOfRecord('1', item, ports);
    expect(publication?.signals.map(({ name }) => name)).toEqual(['stripe_subscription_updated']);
    expect(JSON.parse(publication?.signals[0]?.json ?? '')).toEqual({
      id: `stripe_subscription_updated:${subscription.id}:${subscription.version}`,
      schema_version: 1,
      record_id: subscription.id,
      record_version: subscription.version,
      livemode: false,
      occurred_at: subscription.updated,
      instance: presentSubscription(subscription),
    });
    await w.close();
  });
});

describe('refreshSubscription', () => {
  let w: SubscriptionWorld;
  beforeEach(async () => {
    w = await subscriptionWorld();
  });
  afterEach(() => w.close());

  it("takes over Stripe's state, and tells of it where it shows", async () => {
    const { id, stripe_subscription_id: stripeId, version } = await w.started();
    await w.stripe.subscriptions.update(stripeId ?? '', { cancel_at_period_end: true });
    const result = await refreshSubscription(id, w.subs);
    expect(result).toMatchObject({ outcome: 'refreshed', subscription: { version: version + 1 } });
    expect(presentSubscription(await w.current(id))).toMatchObject({
      status: 'active',
      at_period_end: true,
      canceled_at: expect.any(String),
    });
    expect(await outboxEntries(w.table, id)).toHaveLength(2);
    await refreshSubscription(id, w.subs);
    expect(await outboxEntries(w.table, id)).toHaveLength(2);
  });

  it('refuses what is not created yet, what Stripe does not know, and what it does not know itself', async () => {
    const recorded = await w.record();
    expect(await refreshSubscription('ssub_none', w.subs)).toEqual({ outcome: 'not-found' });
    expect(await refreshSubscription(recorded.id, w.subs)).toMatchObject({ outcome: 'wrong-state' });
    const { id } = await w.started();
    const before = await w.current(id);
    await w.fault({ method: 'GET', path: '/v1/subscriptions/:id', status: 404 });
    expect(await refreshSubscription(id, w.subs)).toMatchObject({ outcome: 'refused' });
    expect(await w.current(id)).toEqual(before);
  });

  it('says so when Stripe cannot be asked', async () => {
    const { id } = await w.started();
    await w.fault({ method: 'GET', path: '/v1/subscriptions/:id', status: 500 });
    await expect(refreshSubscription(id, w.subs)).rejects.toThrow(StripeUnavailableError);
    await w.fault({ method: 'GET', path: '/v1/subscriptions/:id', status: 401 });
    await expect(refreshSubscription(id, w.subs)).rejects.toThrow(StripeDeniedError);
  });
});
