import type Stripe from 'stripe';
import { type SandboxFixture, startFixture } from '../sandbox-fixture';
import { at, DAY, eventsOf, eventTypes, makePlan, payingCustomer, START } from './billing-fixture';

describe('moving the clock', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture({ clock: () => START * 1_000 });
    await makePlan(sandbox);
  });
  afterEach(() => sandbox.close());

  const subscribe = async (params: Partial<Stripe.SubscriptionCreateParams> = {}, card?: string) => {
    const { id: customer } = await payingCustomer(sandbox, card);
    return sandbox.stripe.subscriptions.create({ customer, items: [{ plan: 'monthly' }], ...params });
  };
  const moveTo = (now: number) => sandbox.control('POST', '/clock', { now });
  const get = (id: string) => sandbox.stripe.subscriptions.retrieve(id);
  const invoicesOf = async (subscription: string) =>
    (await sandbox.stripe.invoices.list({ subscription })).data.reverse();
  /** Gives a customer a card that declines everything from now on. */
  const breakCard = async ({ customer }: Stripe.Subscription) => {
    const params = { customer: String(customer) };
    const { id } = await sandbox.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', params);
    await sandbox.stripe.customers.update(params.customer, {
      invoice_settings: { default_payment_method: id },
    });
  };

  it('renews at the due times, on the anchor day', async () => {
    const { id } = await subscribe();
    expect((await moveTo(at(4, 1))).json).toEqual({ now: at(4, 1) });
    const [item] = (await get(id)).items.data;
    expect([item?.current_period_start, item?.current_period_end]).toEqual([at(3, 31), at(4, 30)]);
    const invoices = await invoicesOf(id);
    expect(invoices.map(({ created }) => created)).toEqual([START, at(2, 28), at(3, 31)]);
    expect(invoices[2]).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_cycle',
      period_start: at(2, 28),
      period_end: at(3, 31),
      lines: { data: [{ period: { start: at(3, 31), end: at(4, 30) } }] },
    });
    expect(await eventsOf(sandbox, 'customer.subscription.updated')).toEqual([
      { type: 'customer.subscription.updated', created: at(2, 28) },
      { type: 'customer.subscription.updated', created: at(3, 31) },
    ]);
    const charges = (await sandbox.stripe.charges.list()).data.map(({ created }) => created);
    expect(charges).toEqual([at(3, 31), at(2, 28), START]);
  });

  it('does nothing before its time', async () => {
    const { id } = await subscribe();
    await moveTo(at(2, 28) - 1);
    expect(await invoicesOf(id)).toHaveLength(1);
  });

  it('runs what is due for all subscriptions in order of time', async () => {
    await makePlan(sandbox, { id: 'weekly', interval: 'week' });
    await subscribe();
    await subscribe({ items: [{ plan: 'weekly' }] });
    await moveTo(at(3, 8));
    const times = (await eventsOf(sandbox, 'invoice.created')).map(({ created }) => created);
    expect(times).toEqual([START, START, at(2, 7), at(2, 14), at(2, 21), at(2, 28), at(2, 28), at(3, 7)]);
  });

  it('ends a trial with an invoice', async () => {
    const { id } = await subscribe({ trial_period_days: 10 });
    await moveTo(START + 11 * DAY);
    expect(await get(id)).toMatchObject({
      status: 'active',
      items: { data: [{ current_period_start: at(2, 10), current_period_end: at(3, 10) }] },
    });
    expect((await invoicesOf(id)).map(({ total }) => total)).toEqual([0, 1_000]);
    const [updated] = (await sandbox.stripe.events.list({ type: 'customer.subscription.updated' })).data;
    expect(updated?.data.previous_attributes).toMatchObject({ status: 'trialing' });
  });

  it('leaves a trial that nobody pays for past due, or ends it if that was asked', async () => {
    const { id: customer } = await sandbox.stripe.customers.create();
    const trial = { customer, items: [{ plan: 'monthly' }], trial_period_days: 1 };
    const { id: open } = await sandbox.stripe.subscriptions.create(trial);
    const { id: ending } = await sandbox.stripe.subscriptions.create({
      ...trial,
      trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
    });
    await moveTo(START + 2 * DAY);
    expect((await get(open)).status).toBe('past_due');
    expect((await get(ending)).status).toBe('canceled');
  });

  it('cancels at the end of the period instead of renewing', async () => {
    const { id } = await subscribe({ cancel_at_period_end: true });
    await moveTo(at(4, 1));
    expect(await get(id)).toMatchObject({ status: 'canceled', canceled_at: START, ended_at: at(2, 28) });
    expect(await invoicesOf(id)).toHaveLength(1);
    expect(await eventsOf(sandbox, 'customer.subscription.d')).toEqual([
      { type: 'customer.subscription.deleted', created: at(2, 28) },
    ]);
  });

  it('cancels at a time of its own', async () => {
    const { id } = await subscribe({ cancel_at: at(3, 15) });
    await moveTo(at(4, 1));
    expect(await get(id)).toMatchObject({ status: 'canceled', ended_at: at(3, 15) });
    expect(await invoicesOf(id)).toHaveLength(2);
  });

  it('tries a failed renewal three more times, then cancels', async () => {
    const subscription = await subscribe();
    await breakCard(subscription);
    await moveTo(at(2, 28) + DAY);
    expect(await get(subscription.id)).toMatchObject({ status: 'past_due' });
    const [, failed] = await invoicesOf(subscription.id);
    expect(failed).toMatchObject({
      status: 'open',
      attempt_count: 1,
      next_payment_attempt: at(2, 28) + 3 * DAY,
    });
    await moveTo(at(2, 28) + 20 * DAY);
    const end = at(2, 28) + 9 * DAY;
    expect(await get(subscription.id)).toMatchObject({
      status: 'canceled',
      ended_at: end,
      cancellation_details: { reason: 'payment_failed' },
    });
    const [, tried] = await invoicesOf(subscription.id);
    expect(tried).toMatchObject({ status: 'open', attempt_count: 4, next_payment_attempt: null });
    expect(await eventsOf(sandbox, 'invoice.payment_failed')).toHaveLength(4);
  });

  it('is active again when a retry succeeds', async () => {
    const subscription = await subscribe();
    await breakCard(subscription);
    await moveTo(at(2, 28) + DAY);
    const [good] = (
      await sandbox.stripe.paymentMethods.list({ customer: String(subscription.customer) })
    ).data
      .filter(({ created }) => created === START)
      .slice(-1);
    await sandbox.stripe.subscriptions.update(subscription.id, { default_payment_method: String(good?.id) });
    await moveTo(at(2, 28) + 4 * DAY);
    expect((await get(subscription.id)).status).toBe('active');
    expect((await invoicesOf(subscription.id))[1]).toMatchObject({ status: 'paid', attempt_count: 2 });
  });

  it('stays past due when an older invoice than the latest is paid', async () => {
    await makePlan(sandbox, { id: 'daily', interval: 'day' });
    const subscription = await subscribe({ items: [{ plan: 'daily' }] });
    await breakCard(subscription);
    await moveTo(START + 2 * DAY);
    const [, older, latest] = await invoicesOf(subscription.id);
    await sandbox.stripe.invoices.pay(String(older?.id), { paid_out_of_band: true });
    expect((await get(subscription.id)).status).toBe('past_due');
    await sandbox.stripe.invoices.pay(String(latest?.id), { paid_out_of_band: true });
    expect((await get(subscription.id)).status).toBe('active');
  });

  it('expires what was never paid', async () => {
    const { id } = await subscribe({}, 'pm_card_chargeCustomerFail');
    await moveTo(START + 2 * DAY);
    expect(await get(id)).toMatchObject({ status: 'incomplete_expired' });
    expect(await invoicesOf(id)).toMatchObject([{ status: 'void' }]);
  });

  it('gives a discount as often as its coupon says', async () => {
    const { coupons } = sandbox.stripe;
    await coupons.create({ id: 'ONCE', amount_off: 100, currency: 'eur' });
    await coupons.create({
      id: 'TWICE',
      amount_off: 10,
      currency: 'eur',
      duration: 'repeating',
      duration_in_months: 2,
    });
    await coupons.create({ id: 'EVER', amount_off: 1, currency: 'eur', duration: 'forever' });
    const discounts = [{ coupon: 'ONCE' }, { coupon: 'TWICE' }, { coupon: 'EVER' }];
    const { id } = await subscribe({ discounts });
    await coupons.del('EVER');
    await moveTo(at(4, 1));
    expect((await invoicesOf(id)).map(({ total }) => total)).toEqual([889, 989, 999]);
    expect((await get(id)).discounts).toHaveLength(1);
  });

  it('forgets all subscriptions with a reset', async () => {
    await subscribe();
    await sandbox.control('POST', '/reset');
    await moveTo(at(4, 1));
    expect((await sandbox.stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect(await eventTypes(sandbox, '')).toEqual([]);
  });
});
