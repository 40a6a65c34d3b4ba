import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('payment methods', () => {
  let sandbox: SandboxFixture;
  let customer: string;
  beforeEach(async () => {
    sandbox = await startFixture();
    customer = (await sandbox.stripe.customers.create()).id;
  });
  afterEach(() => sandbox.close());

  it('are made of a token or a typed card', async () => {
    const { stripe } = sandbox;
    const byToken = await stripe.paymentMethods.create({
      type: 'card',
      card: { token: 'tok_mastercard' },
      billing_details: { name: 'A', email: 'a@example.com', address: { city: 'Graz' } },
    });
    expect(byToken).toMatchObject({
      customer: null,
      card: { brand: 'mastercard', last4: '4444', checks: { cvc_check: 'unchecked' } },
      billing_details: {
        name: 'A',
        email: 'a@example.com',
        phone: null,
        address: { city: 'Graz', line1: null },
      },
    });
    const typed = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4000000000000002', exp_month: 12, exp_year: 2040 },
    });
    expect(typed).toMatchObject({ card: { last4: '0002' } });
  });

  it.each([
    ['type=card', 'card'],
    ['type=card&card[number]=4242424242424242', 'card[exp_month]'],
    ['card[token]=tok_visa', 'type'],
  ])('are not made of %s', async (form, param) => {
    expect(await sandbox.request('POST', '/v1/payment_methods', { form })).toMatchObject({
      status: 400,
      json: { error: { code: 'parameter_missing', param } },
    });
  });

  it('are attached, listed, and found under their customer', async () => {
    const { stripe } = sandbox;
    const one = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const two = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    expect(new Set([one.id, two.id, 'pm_card_visa']).size).toBe(3);
    expect(one).toMatchObject({ customer, card: { checks: { cvc_check: 'pass' } } });
    const listed = [
      await stripe.paymentMethods.list({ customer, type: 'card' }),
      await stripe.customers.listPaymentMethods(customer, { type: 'card' }),
    ];
    for (const { data } of listed) expect(data.map(({ id }) => id)).toEqual([two.id, one.id]);
    expect((await stripe.customers.listPaymentMethods(customer, { type: 'sepa_debit' })).data).toEqual([]);
    expect(await stripe.customers.retrievePaymentMethod(customer, one.id)).toMatchObject({ id: one.id });
    const { id: other } = await stripe.customers.create();
    expect(await refusal(stripe.customers.retrievePaymentMethod(other, one.id))).toMatchObject({
      statusCode: 404,
    });
  });

  it('stay with their first customer', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const { id: other } = await stripe.customers.create();
    expect(await refusal(stripe.paymentMethods.attach(id, { customer: other }))).toMatchObject({
      statusCode: 400,
    });
    expect(await stripe.paymentMethods.attach(id, { customer })).toMatchObject({ customer });
    expect((await stripe.events.list({ type: 'payment_method.attached' })).data).toHaveLength(1);
  });

  it('are updated once they are attached', async () => {
    const { stripe } = sandbox;
    const { id: loose } = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    expect(await refusal(stripe.paymentMethods.update(loose, { metadata: { a: '1' } }))).toMatchObject({
      statusCode: 400,
    });
    const { id } = await stripe.paymentMethods.attach(loose, { customer });
    const updated = await stripe.paymentMethods.update(id, {
      billing_details: { name: 'New' },
      card: { exp_month: 2, exp_year: 2041 },
      metadata: { a: '1' },
    });
    expect(updated).toMatchObject({
      billing_details: { name: 'New' },
      card: { exp_month: 2, exp_year: 2041, last4: '4242' },
      metadata: { a: '1' },
    });
    const [event] = (await stripe.events.list()).data;
    expect(event).toMatchObject({
      type: 'payment_method.updated',
      data: { previous_attributes: { billing_details: { name: null }, metadata: { a: null } } },
    });
  });

  it('are detached for good; only the event still names the customer', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
    expect(await stripe.paymentMethods.detach(id)).toMatchObject({ id, customer: null });
    const [event] = (await stripe.events.list({ type: 'payment_method.detached' })).data;
    expect(event?.data).toMatchObject({ object: { customer: null }, previous_attributes: { customer } });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    for (const again of [
      () => stripe.paymentMethods.attach(id, { customer }),
      () => stripe.paymentMethods.detach(id),
    ]) {
      expect(await refusal(again())).toMatchObject({ statusCode: 400 });
    }
  });

  it('leave nothing behind when they are declined', async () => {
    const { stripe } = sandbox;
    const error = await refusal(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }));
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
    expect((await stripe.events.list({ type: 'payment_method.*' })).data).toEqual([]);
  });

  it('are unknown by any other id', async () => {
    const { stripe } = sandbox;
    const missing = { statusCode: 404, code: 'resource_missing' };
    expect(await refusal(stripe.paymentMethods.retrieve('pm_nothing'))).toMatchObject(missing);
    expect(await refusal(stripe.paymentMethods.attach('pm_card_visa', { customer: 'cus_no' }))).toMatchObject(
      {
        statusCode: 400,
        param: 'customer',
      },
    );
  });
});
