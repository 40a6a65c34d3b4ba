import { charged, eventsOf, idOf, payer } from '../payments/payment-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('charges', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('are made of a source, without an intent', async () => {
    const { stripe } = sandbox;
    const { id: customer, default_source } = await stripe.customers.create({ source: 'tok_visa' });
    const types = await eventsOf(stripe, async () => {
      const charge = await stripe.charges.create({
        amount: 500,
        currency: 'usd',
        customer,
        metadata: { a: '1' },
      });
      expect(charge).toMatchObject({
        amount_captured: 500,
        customer,
        metadata: { a: '1' },
        paid: true,
        payment_intent: null,
        payment_method: default_source,
        source: { id: default_source, object: 'card', last4: '4242' },
        status: 'succeeded',
      });
      expect(charge).not.toHaveProperty('refunds');
    });
    expect(types).toEqual(['charge.succeeded']);
    const { id: source } = await stripe.tokens.create({
      card: { number: '4242424242424242', exp_month: '12', exp_year: '2040' },
    });
    await stripe.charges.create({ amount: 500, currency: 'usd', source });
    expect(await refusal(stripe.charges.create({ amount: 500, currency: 'usd', source }))).toMatchObject({
      code: 'token_already_used',
    });
  });

  it('say so when they are declined, and stay', async () => {
    const { stripe } = sandbox;
    const types = await eventsOf(stripe, async () => {
      const error = await refusal(
        stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_chargeCustomerFail' }),
      );
      expect(error).toMatchObject({
        statusCode: 402,
        code: 'card_declined',
        decline_code: 'generic_decline',
        charge: expect.stringMatching(/^ch_/),
      });
      expect(await stripe.charges.retrieve(String(error.charge))).toMatchObject({
        status: 'failed',
        failure_code: 'card_declined',
        outcome: { type: 'issuer_declined', reason: 'generic_decline' },
      });
    });
    expect(types).toEqual(['charge.failed']);
  });

  it('need a card of the customer', async () => {
    const { stripe } = sandbox;
    const { id: customer } = await stripe.customers.create();
    const other = await stripe.customers.create({ source: 'tok_visa' });
    const pay = (source?: string) =>
      stripe.charges.create({ amount: 500, currency: 'usd', customer, ...(source ? { source } : {}) });
    expect(await refusal(pay())).toMatchObject({ statusCode: 402, code: 'missing' });
    expect(await refusal(pay(idOf(other.default_source)))).toMatchObject({ code: 'resource_missing' });
    expect(await refusal(stripe.charges.create({ amount: 500, currency: 'usd' }))).toMatchObject({
      statusCode: 400,
    });
  });

  it('are captured later', async () => {
    const { stripe } = sandbox;
    const { id, balance_transaction } = await stripe.charges.create({
      amount: 500,
      currency: 'usd',
      source: 'tok_visa',
      capture: false,
    });
    expect(balance_transaction).toBeNull();
    expect(await refusal(stripe.refunds.create({ charge: id }))).toMatchObject({
      code: 'charge_not_refundable',
    });
    expect(await stripe.charges.capture(id)).toMatchObject({ captured: true, amount_captured: 500 });
    expect(await refusal(stripe.charges.capture(id))).toMatchObject({ code: 'charge_already_captured' });
    const held = await stripe.paymentIntents.create({
      ...charged(await payer(stripe)),
      capture_method: 'manual',
    });
    expect(await refusal(stripe.charges.capture(idOf(held.latest_charge)))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('PaymentIntent'),
    });
  });

  it('are listed, updated and expanded', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe);
    const { id: payment_intent, latest_charge } = await stripe.paymentIntents.create(charged(saved));
    const id = idOf(latest_charge);
    await stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    for (const filter of [{ customer: saved.customer }, { payment_intent }]) {
      const { data } = await stripe.charges.list({ ...filter, expand: ['data.payment_intent'] });
      expect(data).toMatchObject([{ id, payment_intent: { id: payment_intent } }]);
    }
    expect((await stripe.charges.list({ limit: 1 })).has_more).toBe(true);
    const types = await eventsOf(stripe, () =>
      stripe.charges.update(id, { description: 'New', metadata: { a: '1' } }),
    );
    expect(types).toEqual(['charge.updated']);
    const { id: refund } = await stripe.refunds.create({ charge: id, amount: 100 });
    const shown = await stripe.charges.retrieve(id, { expand: ['refunds', 'customer'] });
    expect(shown).toMatchObject({
      description: 'New',
      metadata: { a: '1' },
      customer: { id: saved.customer },
      refunds: { object: 'list', data: [{ id: refund, amount: 100 }] },
    });
  });
});
