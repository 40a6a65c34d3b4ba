import type Stripe from 'stripe';
import { at, DAY, eventTypes, makePlan, payingCustomer, START } from '../billing/billing-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('subscriptions', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture({ clock: () => START * 1_000 });
    await makePlan(sandbox);
  });
  afterEach(() => sandbox.close());

  const items = [{ plan: 'monthly' }];
  const subscribe = async (params: Partial<Stripe.SubscriptionCreateParams> = {}, card?: string) => {
    const { id: customer } = await payingCustomer(sandbox, card);
    return sandbox.stripe.subscriptions.create({ customer, items, ...params });
  };

  it('begin with a paid invoice', async () => {
    const created = await subscribe({ metadata: { k: '1' }, expand: ['latest_invoice.payments'] });
    expect(created).toMatchObject({
      object: 'subscription',
      status: 'active',
      billing_cycle_anchor: START,
      cancel_at_period_end: false,
      currency: 'eur',
      metadata: { k: '1' },
      start_date: START,
      trial_end: null,
      items: {
        data: [
          {
            object: 'subscription_item',
            current_period_start: START,
            current_period_end: at(2, 28),
            plan: { id: 'monthly', object: 'plan' },
            price: { id: 'monthly', object: 'price' },
            quantity: 1,
          },
        ],
      },
      latest_invoice: {
        status: 'paid',
        amount_paid: 1_000,
        billing_reason: 'subscription_create',
        number: expect.stringMatching(/-0001$/),
        payments: { data: [{ status: 'paid', payment: { type: 'payment_intent' } }] },
      },
    });
    expect(created).not.toHaveProperty('current_period_end');
    expect(await eventTypes(sandbox, 'customer.subscription')).toEqual(['customer.subscription.created']);
    expect(await eventTypes(sandbox, 'invoice.')).toEqual([
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
    const { data } = await sandbox.stripe.paymentIntents.list();
    expect(data).toMatchObject([{ amount: 1_000, status: 'succeeded', customer: created.customer }]);
  });

  it('are paid by a default source as well', async () => {
    const { id: customer } = await sandbox.stripe.customers.create({ source: 'tok_visa' });
    expect(await sandbox.stripe.subscriptions.create({ customer, items })).toMatchObject({
      status: 'active',
    });
  });

  it('take quantities and prices, in one rhythm', async () => {
    await makePlan(sandbox, { id: 'extra', amount: 250 });
    await makePlan(sandbox, { id: 'yearly', interval: 'year' });
    const two = [{ price: 'monthly' }, { price: 'extra', quantity: 3 }];
    const { latest_invoice } = await subscribe({ items: two, expand: ['latest_invoice'] });
    expect(latest_invoice).toMatchObject({
      total: 1_750,
      lines: { data: [{ amount: 1_000 }, { amount: 750 }] },
    });
    const mixed = await refusal(subscribe({ items: [{ price: 'monthly' }, { price: 'yearly' }] }));
    expect(mixed).toMatchObject({ statusCode: 400, param: 'items' });
  });

  it('count discounts and taxes into their invoices', async () => {
    const { coupons, taxRates } = sandbox.stripe;
    await coupons.create({ id: 'TEN', percent_off: 10, max_redemptions: 1 });
    const { id: rate } = await taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 20 });
    const created = await subscribe({
      discounts: [{ coupon: 'TEN' }],
      default_tax_rates: [rate],
      expand: ['latest_invoice'],
    });
    expect(created).toMatchObject({
      default_tax_rates: [{ id: rate, percentage: 20 }],
      latest_invoice: {
        subtotal: 1_000,
        total: 1_080,
        total_excluding_tax: 900,
        total_discount_amounts: [{ amount: 100 }],
        total_taxes: [{ amount: 180, tax_behavior: 'exclusive', tax_rate_details: { tax_rate: rate } }],
      },
    });
    expect(await coupons.retrieve('TEN')).toMatchObject({ times_redeemed: 1, valid: false });
    expect(await refusal(subscribe({ discounts: [{ coupon: 'TEN' }] }))).toMatchObject({
      statusCode: 400,
      code: 'coupon_expired',
      param: 'discounts[0][coupon]',
    });
  });

  it('show discounts in full when they are expanded, also of a deleted coupon', async () => {
    const { coupons, subscriptions } = sandbox.stripe;
    await coupons.create({ id: 'ALWAYS', percent_off: 10, duration: 'forever' });
    const { id, discounts } = await subscribe({ discounts: [{ coupon: 'ALWAYS' }] });
    expect(discounts).toEqual([expect.stringMatching(/^di_/)]);
    await coupons.del('ALWAYS');
    expect((await subscriptions.retrieve(id, { expand: ['discounts'] })).discounts).toMatchObject([
      { object: 'discount', source: { coupon: 'ALWAYS', type: 'coupon' }, subscription: id },
    ]);
    const deep = await subscriptions.retrieve(id, { expand: ['discounts.source.coupon'] });
    expect(deep.discounts).toMatchObject([{ source: { coupon: { percent_off: 10, valid: false } } }]);
    const { data } = await subscriptions.list({ expand: ['data.discounts', 'data.customer'] });
    expect(data).toMatchObject([{ discounts: [{ object: 'discount' }], customer: { object: 'customer' } }]);
  });

  it('show the product of a price', async () => {
    const { items: shown } = await subscribe({
      expand: ['items.data.price.product', 'items.data.plan.product'],
    });
    expect(shown.data).toMatchObject([
      { price: { product: { name: 'Newspaper' } }, plan: { product: { name: 'Newspaper' } } },
    ]);
  });

  it('refuse what they do not know', async () => {
    const { id: customer } = await payingCustomer(sandbox);
    const wrong: [Partial<Stripe.SubscriptionCreateParams>, object][] = [
      [{ items: [{ plan: 'none' }] }, { code: 'resource_missing', param: 'items[0][plan]' }],
      [{ items: [{ price: 'none' }] }, { code: 'resource_missing', param: 'items[0][price]' }],
      [{ discounts: [{ coupon: 'NO' }] }, { code: 'resource_missing', param: 'discounts[0][coupon]' }],
      [{ default_tax_rates: ['txr_1'] }, { code: 'resource_missing', param: 'default_tax_rates[0]' }],
      [{ default_payment_method: 'pm_1' }, { code: 'resource_missing', param: 'default_payment_method' }],
      [{ customer: 'cus_none' }, { code: 'resource_missing', param: 'customer' }],
    ];
    for (const [params, error] of wrong) {
      const made = sandbox.stripe.subscriptions.create({ customer, items, ...params });
      expect(await refusal(made)).toMatchObject({ statusCode: 400, ...error });
    }
    for (const gone of ['coupon=X', 'plan=monthly', 'tax_percent=1']) {
      const form = `customer=${customer}&items[0][plan]=monthly&${gone}`;
      const { json } = await sandbox.request('POST', '/v1/subscriptions', { form });
      expect(json).toMatchObject({ error: { code: 'parameter_unknown' } });
    }
    expect((await sandbox.stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect((await sandbox.stripe.invoices.list()).data).toEqual([]);
  });

  it('need something to pay by, unless there is nothing to pay', async () => {
    const { customers, subscriptions } = sandbox.stripe;
    const { id: customer } = await customers.create();
    expect(await refusal(subscriptions.create({ customer, items }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      message: expect.stringContaining(
        'This customer has no attached payment source or default payment method',
      ),
    });
    const trial = await subscriptions.create({ customer, items, trial_period_days: 5 });
    expect(trial.status).toBe('trialing');
    await sandbox.stripe.coupons.create({ id: 'FREE', percent_off: 100 });
    const free = await subscriptions.create({ customer, items, discounts: [{ coupon: 'FREE' }] });
    expect(free.status).toBe('active');
  });

  it('begin with a trial, which costs nothing', async () => {
    const created = await subscribe({ trial_period_days: 10, expand: ['latest_invoice'] });
    expect(created).toMatchObject({
      status: 'trialing',
      trial_start: START,
      trial_end: START + 10 * DAY,
      billing_cycle_anchor: START + 10 * DAY,
      items: { data: [{ current_period_end: START + 10 * DAY }] },
      latest_invoice: { status: 'paid', total: 0 },
    });
    expect((await sandbox.stripe.paymentIntents.list()).data).toEqual([]);
    expect(await subscribe({ trial_end: START + DAY })).toMatchObject({ trial_end: START + DAY });
  });

  it('leave nothing but the failed payment when the first one must not fail', async () => {
    await sandbox.stripe.coupons.create({ id: 'TEN', percent_off: 10 });
    const params = { payment_behavior: 'error_if_incomplete' as const, discounts: [{ coupon: 'TEN' }] };
    expect(await refusal(subscribe(params, 'pm_card_chargeCustomerFail'))).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
    });
    expect((await sandbox.stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect((await sandbox.stripe.invoices.list()).data).toEqual([]);
    expect((await sandbox.stripe.coupons.retrieve('TEN')).times_redeemed).toBe(0);
    expect(await eventTypes(sandbox, 'charge.')).toEqual(['charge.failed']);
    expect(await eventTypes(sandbox, 'invoice.')).toEqual([]);
    expect(await eventTypes(sandbox, 'customer.subscription.')).toEqual([]);
  });

  it('stay incomplete until the first invoice is paid', async () => {
    const { invoices, subscriptions, paymentMethods } = sandbox.stripe;
    const created = await subscribe({}, 'pm_card_chargeCustomerFail');
    expect(created.status).toBe('incomplete');
    const invoice = String(created.latest_invoice);
    expect(await invoices.retrieve(invoice)).toMatchObject({ status: 'open', attempted: true });
    expect(await refusal(invoices.pay(invoice))).toMatchObject({ statusCode: 402, code: 'card_declined' });
    const { id: good } = await paymentMethods.attach('pm_card_visa', { customer: String(created.customer) });
    expect(await invoices.pay(invoice, { payment_method: good })).toMatchObject({ status: 'paid' });
    expect(await subscriptions.retrieve(created.id)).toMatchObject({ status: 'active' });
    expect((await sandbox.stripe.paymentIntents.list()).data).toHaveLength(1);
    const [updated] = (await sandbox.stripe.events.list({ type: 'customer.subscription.updated' })).data;
    expect(updated?.data.previous_attributes).toEqual({ status: 'incomplete' });
  });

  it('become active when the customer confirms their intent', async () => {
    const { paymentIntents, subscriptions } = sandbox.stripe;
    const created = await subscribe({
      payment_behavior: 'default_incomplete',
      expand: ['latest_invoice.payments'],
    });
    expect(created.status).toBe('incomplete');
    const [intent] = (await paymentIntents.list()).data;
    await paymentIntents.confirm(String(intent?.id), { payment_method: 'pm_card_visa' });
    expect((await subscriptions.retrieve(created.id)).status).toBe('active');
    expect(await eventTypes(sandbox, 'invoice.p')).toEqual(['invoice.paid', 'invoice.payment_succeeded']);
  });

  it('are canceled once', async () => {
    const { subscriptions } = sandbox.stripe;
    const { id } = await subscribe();
    const canceled = await subscriptions.cancel(id, {
      invoice_now: true,
      prorate: true,
      cancellation_details: { comment: 'Bye', feedback: 'unused' },
    });
    expect(canceled).toMatchObject({
      status: 'canceled',
      canceled_at: START,
      ended_at: START,
      cancellation_details: { comment: 'Bye', feedback: 'unused', reason: 'cancellation_requested' },
    });
    expect(await refusal(subscriptions.cancel(id))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: `No such subscription: '${id}'`,
    });
    expect((await refusal(subscriptions.update(id, { cancel_at_period_end: true }))).statusCode).toBe(400);
    expect((await subscriptions.update(id, { metadata: { k: '1' } })).metadata).toEqual({ k: '1' });
    expect(await subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' });
    expect(await eventTypes(sandbox, 'customer.subscription.d')).toEqual(['customer.subscription.deleted']);
  });

  it('are to end with their period, or at a time, or not after all', async () => {
    const { subscriptions } = sandbox.stripe;
    const { id } = await subscribe();
    expect(await subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
      cancel_at: at(2, 28),
      canceled_at: START,
      cancellation_details: { reason: 'cancellation_requested' },
    });
    const undone = { cancel_at_period_end: false, cancel_at: null, canceled_at: null };
    expect(await subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject(undone);
    expect(await subscriptions.update(id, { cancel_at: at(5, 1) })).toMatchObject({ cancel_at: at(5, 1) });
    expect(await subscriptions.update(id, { cancel_at: '' })).toMatchObject(undone);
  });

  it('change items, discounts, taxes and way to pay', async () => {
    const { coupons, paymentMethods, subscriptions, taxRates } = sandbox.stripe;
    await makePlan(sandbox, { id: 'better', amount: 2_000 });
    await makePlan(sandbox, { id: 'yearly', amount: 9_000, interval: 'year' });
    await coupons.create({ id: 'TEN', percent_off: 10, duration: 'forever' });
    const { id: rate } = await taxRates.create({ display_name: 'VAT', inclusive: true, percentage: 20 });
    const { id, customer, items: before } = await subscribe();
    const item = String(before.data[0]?.id);
    const { id: method } = await paymentMethods.attach('pm_card_visa', { customer: String(customer) });
    const changed = await subscriptions.update(id, {
      items: [{ id: item, plan: 'better', quantity: 2 }],
      discounts: [{ coupon: 'TEN' }],
      default_tax_rates: [rate],
      default_payment_method: method,
      proration_behavior: 'none',
      metadata: { k: '1' },
    });
    expect(changed).toMatchObject({
      default_payment_method: method,
      default_tax_rates: [{ id: rate }],
      discounts: [expect.any(String)],
      items: { data: [{ id: item, plan: { id: 'better' }, price: { id: 'better' }, quantity: 2 }] },
      metadata: { k: '1' },
    });
    expect((await sandbox.stripe.invoices.list()).data).toHaveLength(1);
    const kept = { discount: String(changed.discounts[0]) };
    expect((await subscriptions.update(id, { discounts: [kept] })).discounts).toEqual(changed.discounts);
    expect(await coupons.retrieve('TEN')).toMatchObject({ times_redeemed: 1 });
    const cleared = await subscriptions.update(id, { discounts: '', default_tax_rates: '' });
    expect(cleared).toMatchObject({ discounts: [], default_tax_rates: [] });

    const yearly = await subscriptions.update(id, {
      items: [{ id: item, plan: 'yearly', quantity: 1 }],
      expand: ['latest_invoice'],
    });
    expect(yearly.latest_invoice).toMatchObject({
      amount_paid: 9_000,
      billing_reason: 'subscription_update',
    });
    expect(yearly.items.data[0]?.current_period_end).toBe(START + 365 * DAY);
    expect(await refusal(subscriptions.update(id, { items: [{ id: item, deleted: true }] }))).toMatchObject({
      param: 'items',
    });
  });

  it('redeem nothing with an update that is refused', async () => {
    const { coupons, subscriptions } = sandbox.stripe;
    await coupons.create({ id: 'TEN', percent_off: 10 });
    const { id } = await subscribe();
    const wrong = { discounts: [{ coupon: 'TEN' }], trial_end: START - 1 };
    expect(await refusal(subscriptions.update(id, wrong))).toMatchObject({ param: 'trial_end' });
    expect((await coupons.retrieve('TEN')).times_redeemed).toBe(0);
  });

  it('end their trial early', async () => {
    const { id } = await subscribe({ trial_period_days: 10 });
    const ended = await sandbox.stripe.subscriptions.update(id, {
      trial_end: 'now',
      expand: ['latest_invoice'],
    });
    expect(ended).toMatchObject({ status: 'active', latest_invoice: { amount_paid: 1_000 } });
  });

  it('are listed by what they are', async () => {
    const { subscriptions } = sandbox.stripe;
    await makePlan(sandbox, { id: 'other' });
    const first = await subscribe({ trial_period_days: 5 });
    const second = await subscribe({ items: [{ plan: 'other' }] });
    await subscriptions.cancel(second.id);
    const ids = async (params: Stripe.SubscriptionListParams) =>
      (await subscriptions.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([first.id]);
    expect(await ids({ status: 'all' })).toEqual([second.id, first.id]);
    expect(await ids({ status: 'canceled' })).toEqual([second.id]);
    expect(await ids({ status: 'trialing' })).toEqual([first.id]);
    expect(await ids({ status: 'all', plan: 'other' })).toEqual([second.id]);
    expect(await ids({ customer: String(first.customer) })).toEqual([first.id]);
    expect(await ids({ status: 'all', created: { gt: START } })).toEqual([]);
  });

  it('end with their customer', async () => {
    const { id, customer } = await subscribe();
    await sandbox.stripe.customers.del(String(customer));
    expect(await sandbox.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled' });
    expect(await eventTypes(sandbox, 'customer.subscription.d')).toEqual(['customer.subscription.deleted']);
  });
});
