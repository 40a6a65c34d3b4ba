import { charged, eventsOf, idOf, payer, refusedIntent } from '../payments/payment-fixture';
import { refusal, type SandboxFixture, startFixture, until } from '../sandbox-fixture';
import { startReceiver } from '../webhooks/receiver-fixture';

describe('payment intents', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('take money of a saved card', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe);
    let id = '';
    const types = await eventsOf(stripe, async () => {
      const intent = await stripe.paymentIntents.create({
        ...charged(saved),
        description: 'A book',
        metadata: { order: '1' },
        statement_descriptor_suffix: 'Book 1',
      });
      id = intent.id;
    });
    expect(types).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'charge.updated',
      'payment_intent.succeeded',
    ]);
    const intent = await stripe.paymentIntents.retrieve(id, {
      expand: ['latest_charge', 'customer', 'payment_method'],
    });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 2_000,
      capture_method: 'automatic_async',
      client_secret: expect.stringMatching(new RegExp(`^${id}_secret_`)),
      customer: { id: saved.customer, object: 'customer' },
      payment_method: { id: saved.payment_method },
      latest_charge: {
        amount: 2_000,
        amount_captured: 2_000,
        balance_transaction: expect.stringMatching(/^txn_/),
        calculated_statement_descriptor: 'OFFLINE STRIPE* BOOK 1',
        captured: true,
        description: 'A book',
        metadata: { order: '1' },
        paid: true,
        payment_intent: id,
        payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
        status: 'succeeded',
      },
    });
  });

  it('take a card that was saved from a token, and the default one of the customer', async () => {
    const { stripe } = sandbox;
    const { id: customer, default_source } = await stripe.customers.create({ source: 'tok_visa' });
    const payment_method = idOf(default_source);
    for (const means of [{ payment_method }, {}]) {
      const paid = await stripe.paymentIntents.create({
        amount: 500,
        currency: 'eur',
        customer,
        confirm: true,
        off_session: true,
        ...means,
      });
      expect(paid).toMatchObject({ status: 'succeeded', payment_method });
    }
  });

  it('are confirmed in a second step', async () => {
    const { stripe } = sandbox;
    const made = await stripe.paymentIntents.create({ amount: 500, currency: 'USD' });
    expect(made).toMatchObject({ status: 'requires_payment_method', currency: 'usd', latest_charge: null });
    expect(await refusal(stripe.paymentIntents.confirm(made.id, { off_session: true }))).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
    });
    const ready = await stripe.paymentIntents.update(made.id, {
      amount: 600,
      payment_method: 'pm_card_visa',
      metadata: { a: '1' },
    });
    expect(ready).toMatchObject({ status: 'requires_confirmation', amount: 600, metadata: { a: '1' } });
    // The dashboard's payment methods may redirect.
    expect(await refusal(stripe.paymentIntents.confirm(made.id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('you must provide a `return_url`'),
    });
    const paid = await stripe.paymentIntents.confirm(made.id, { return_url: 'https://shop.example/' });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 600 });
    const error = await refusal(stripe.paymentIntents.confirm(made.id, { off_session: true }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      payment_intent: { id: made.id, status: 'succeeded' },
    });
    expect(await refusal(stripe.paymentIntents.update(made.id, { amount: 700 }))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    expect(await stripe.paymentIntents.update(made.id, { description: 'late' })).toMatchObject({
      description: 'late',
      status: 'succeeded',
    });
  });

  it('answer a decline with the intent, and stay payable by another card', async () => {
    const { stripe } = sandbox;
    const receiver = await startReceiver();
    await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['charge.failed'] });
    const saved = await payer(stripe, 'pm_card_chargeCustomerFail');
    const params = charged(saved);
    const types = await eventsOf(stripe, async () => {
      const error = await refusal(stripe.paymentIntents.create(params, { idempotencyKey: 'k' }));
      expect(error).toMatchObject({
        type: 'StripeCardError',
        statusCode: 402,
        code: 'card_declined',
        decline_code: 'generic_decline',
        message: 'Your card was declined.',
        charge: expect.stringMatching(/^ch_/),
        payment_method: { id: saved.payment_method, object: 'payment_method' },
      });
    });
    expect(types).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);

    const refused = await refusedIntent(stripe.paymentIntents.create(params, { idempotencyKey: 'k' }));
    const { data } = await stripe.paymentIntents.list({ customer: saved.customer });
    expect(data).toMatchObject([refused]);
    const [failed] = (await stripe.charges.list({ payment_intent: refused.id })).data;
    expect(refused).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      amount_received: 0,
      latest_charge: failed?.id,
      last_payment_error: { charge: failed?.id, code: 'card_declined', type: 'card_error' },
    });
    expect(failed).toMatchObject({ status: 'failed', failure_code: 'card_declined', paid: false });

    const { id: other } = await stripe.paymentMethods.attach('pm_card_visa', { customer: saved.customer });
    const paid = await stripe.paymentIntents.confirm(
      refused.id,
      { payment_method: other, off_session: true },
      { idempotencyKey: 'k2' },
    );
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    expect((await stripe.charges.list({ payment_intent: refused.id })).data).toHaveLength(2);
    await until(() => receiver.received.length > 0);
    await receiver.close();
  });

  it.each([
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    // The SDK makes an empty text of a decline code that is not sent.
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_authenticationRequired', 'authentication_required', 'authentication_required'],
  ])('say why %s is declined', async (payment_method, code, decline_code) => {
    const params = charged({ customer: (await sandbox.stripe.customers.create()).id, payment_method });
    expect(await refusal(sandbox.stripe.paymentIntents.create(params))).toMatchObject({
      statusCode: 402,
      code,
      decline_code,
      payment_intent: { status: 'requires_payment_method', last_payment_error: { code } },
    });
  });

  it('take payment methods of their customer or of nobody, each of nobody once', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe);
    const other = (await stripe.customers.create()).id;
    const loose = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    const pay = (customer: string | undefined, payment_method: string) =>
      stripe.paymentIntents.create({
        amount: 500,
        currency: 'usd',
        ...(customer === undefined ? {} : { customer }),
        payment_method,
        confirm: true,
        off_session: true,
      });
    await pay(other, loose.id);
    for (const [customer, method] of [
      [other, saved.payment_method],
      [undefined, saved.payment_method],
      [other, loose.id],
      [other, 'pm_none'],
    ] as const) {
      expect(await refusal(pay(customer, method))).toMatchObject({
        statusCode: 400,
        param: 'payment_method',
      });
    }
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('are not confirmed with a card under a whole statement descriptor', async () => {
    const { stripe } = sandbox;
    const params = { amount: 500, currency: 'usd', statement_descriptor: 'Shop' };
    const { id } = await stripe.paymentIntents.create(params);
    const confirmed = stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_visa',
      off_session: true,
    });
    expect(await refusal(confirmed)).toMatchObject({ statusCode: 400, param: 'statement_descriptor' });
  });

  it('save a new method for later if they are told to', async () => {
    const { stripe } = sandbox;
    const { id: customer } = await stripe.customers.create();
    const paid = await stripe.paymentIntents.create({
      ...charged({ customer, payment_method: 'pm_card_visa' }),
      setup_future_usage: 'off_session',
    });
    const { data } = await stripe.customers.listPaymentMethods(customer);
    expect(data.map(({ id }) => id)).toEqual([paid.payment_method]);
  });

  it('are captured later', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe);
    let id = '';
    const types = await eventsOf(stripe, async () => {
      const held = await stripe.paymentIntents.create({ ...charged(saved), capture_method: 'manual' });
      expect(held).toMatchObject({
        status: 'requires_capture',
        amount_capturable: 2_000,
        amount_received: 0,
      });
      id = held.id;
      expect(await refusal(stripe.paymentIntents.capture(id, { amount_to_capture: 2_001 }))).toMatchObject({
        param: 'amount_to_capture',
      });
      const taken = await stripe.paymentIntents.capture(id, {
        amount_to_capture: 1_500,
        expand: ['latest_charge'],
      });
      expect(taken).toMatchObject({
        status: 'succeeded',
        amount_capturable: 0,
        amount_received: 1_500,
        latest_charge: { captured: true, amount_captured: 1_500, amount_refunded: 500 },
      });
    });
    expect(types).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
    expect(await refusal(stripe.paymentIntents.capture(id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('are canceled, and what was held is let go', async () => {
    const { stripe } = sandbox;
    const held = await stripe.paymentIntents.create({
      ...charged(await payer(stripe)),
      capture_method: 'manual',
    });
    const types = await eventsOf(stripe, async () => {
      const canceled = await stripe.paymentIntents.cancel(held.id, {
        cancellation_reason: 'duplicate',
        expand: ['latest_charge'],
      });
      expect(canceled).toMatchObject({
        status: 'canceled',
        cancellation_reason: 'duplicate',
        canceled_at: expect.any(Number),
        latest_charge: { refunded: true, amount_refunded: 2_000 },
      });
    });
    expect(types).toEqual(['charge.refunded', 'payment_intent.canceled']);
    const confirmed = stripe.paymentIntents.confirm(held.id, { off_session: true });
    expect(await refusal(confirmed)).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect((await refusedIntent(stripe.paymentIntents.cancel(held.id))).status).toBe('canceled');
  });

  it('are listed newest first, and expanded in lists', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe);
    const one = await stripe.paymentIntents.create(charged(saved));
    const two = await stripe.paymentIntents.create(charged(saved));
    await stripe.paymentIntents.create(charged(await payer(stripe)));
    const { data } = await stripe.paymentIntents.list({
      customer: saved.customer,
      created: { gte: one.created },
      expand: ['data.latest_charge'],
    });
    expect(data).toMatchObject([
      { id: two.id, latest_charge: { object: 'charge' } },
      { id: one.id, latest_charge: { object: 'charge' } },
    ]);
    expect((await stripe.paymentIntents.list({ created: { lt: one.created } })).data).toEqual([]);
    const next = await stripe.paymentIntents.list({ limit: 1, starting_after: two.id });
    expect(next).toMatchObject({ data: [{ id: one.id }], has_more: false });
    expect(await refusal(stripe.paymentIntents.retrieve('pi_none'))).toMatchObject({ statusCode: 404 });
  });

  it.each([
    ['amount=49&currency=usd', { code: 'amount_too_small', message: 'Amount must be at least $0.50 usd' }],
    ['amount=29&currency=gbp', { code: 'amount_too_small' }],
    ['amount=49&currency=jpy', { code: 'amount_too_small', message: 'Amount must be at least ¥50 jpy' }],
    ['amount=199&currency=pln', { code: 'amount_too_small' }],
    [
      'amount=100000000&currency=usd',
      { code: 'amount_too_large', message: 'Amount must be no more than $999,999.99' },
    ],
    ['amount=0&currency=usd', { code: 'parameter_invalid_integer', param: 'amount' }],
    ['amount=1.5&currency=usd', { code: 'parameter_invalid_integer', param: 'amount' }],
    ['amount=1005&currency=bhd', { param: 'amount' }],
    ['amount=150&currency=isk', { param: 'amount' }],
    [
      'amount=500&currency=xxx',
      { param: 'currency', message: expect.stringMatching(/^Invalid currency: xxx/) },
    ],
    ['amount=500', { code: 'parameter_missing', param: 'currency' }],
    [
      'amount=500&currency=usd&payment_method_types[]=card',
      { code: 'parameter_unknown', param: 'payment_method_types' },
    ],
    ['amount=500&currency=usd&off_session=true', { param: 'off_session' }],
    ['amount=500&currency=usd&customer=cus_none', { code: 'resource_missing', param: 'customer' }],
    [
      'amount=500&currency=usd&payment_method=pm_card_visa&statement_descriptor=Shop',
      {
        param: 'statement_descriptor',
        message: expect.stringContaining('please pass in `statement_descriptor_suffix`'),
      },
    ],
    ...['123', 'a*b', 'a<b', "a'b", 'x'.repeat(23), ''].map((suffix): [string, object] => [
      `amount=500&currency=usd&statement_descriptor_suffix=${suffix}`,
      { param: 'statement_descriptor_suffix' },
    ]),
  ])('refuse %s', async (form, error) => {
    expect(await sandbox.request('POST', '/v1/payment_intents', { form })).toMatchObject({
      status: 400,
      json: { error: { type: 'invalid_request_error', ...error } },
    });
    expect((await sandbox.stripe.events.list()).data).toEqual([]);
  });

  it('keep their secret out of the log of requests', async () => {
    const { client_secret, id } = await sandbox.stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
    });
    await sandbox.stripe.paymentIntents.retrieve(id, { client_secret: String(client_secret) });
    const { json } = await sandbox.control('GET', '/requests');
    expect(json).toMatchObject([{}, { params: { client_secret: '****' } }]);
    expect(JSON.stringify(json)).not.toContain(client_secret);
  });
});
