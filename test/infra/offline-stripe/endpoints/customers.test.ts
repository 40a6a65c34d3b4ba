import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('customers', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  const eventTypes = async () =>
    (await sandbox.stripe.events.list({ limit: 100 })).data.map(({ type }) => type);

  it('are created with what is sent', async () => {
    const address = { line1: 'Street 1', city: 'Graz', country: 'AT' };
    const customer = await sandbox.stripe.customers.create({
      address,
      description: 'u1 id: 7',
      email: 'u1@example.com',
      metadata: { aa_stripe_id: 'scus_1' },
      name: 'U One',
      phone: '+43 1',
      preferred_locales: ['de'],
      shipping: { name: 'U', address },
    });
    const nulls = { line2: null, postal_code: null, state: null };
    expect(customer).toMatchObject({
      object: 'customer',
      address: { ...address, ...nulls },
      description: 'u1 id: 7',
      email: 'u1@example.com',
      livemode: false,
      metadata: { aa_stripe_id: 'scus_1' },
      name: 'U One',
      phone: '+43 1',
      preferred_locales: ['de'],
      shipping: { name: 'U', address: { ...address, ...nulls }, phone: null },
    });
    expect(await sandbox.stripe.customers.retrieve(customer.id)).toMatchObject({
      id: customer.id,
      name: 'U One',
    });
  });

  it('take a token as default source', async () => {
    const customer = await sandbox.stripe.customers.create({
      source: 'tok_visa',
      expand: ['default_source'],
    });
    expect(customer.default_source).toMatchObject({ object: 'card', last4: '4242', customer: customer.id });
    expect(await eventTypes()).toEqual(['customer.source.created', 'customer.created']);
  });

  it('are not created with a declined card', async () => {
    const error = await refusal(sandbox.stripe.customers.create({ source: 'tok_chargeDeclined' }));
    expect(error).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
      doc_url: expect.stringContaining('card-declined'),
    });
    const { stripe } = sandbox;
    await refusal(stripe.customers.create({ source: 'tok_visa', payment_method: 'pm_card_chargeDeclined' }));
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await stripe.paymentMethods.list({})).data).toEqual([]);
    expect(await eventTypes()).toEqual([]);
  });

  it('take the same card again once the network accepts it', async () => {
    const { stripe } = sandbox;
    await sandbox.control('POST', '/faults', { path: '/v1/customers', status: 402 });
    const { id: source } = await stripe.tokens.create({
      card: { number: '4242424242424242', exp_month: '12', exp_year: '2040' },
    });
    await refusal(stripe.customers.create({ source }));
    expect((await stripe.customers.create({ source })).default_source).toMatch(/^card_/);
  });

  it('take a payment method, also a magic one as the default of invoices', async () => {
    const { stripe } = sandbox;
    const create = () =>
      stripe.customers.create({
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      });
    const [one, two] = [await create(), await create()];
    const [method, other] = [one, two].map((customer) => customer.invoice_settings.default_payment_method);
    expect(method).toMatch(/^pm_/);
    expect(method).not.toBe('pm_card_visa');
    expect(other).not.toBe(method);
    expect(await stripe.paymentMethods.retrieve(String(method))).toMatchObject({ customer: one.id });
  });

  it('are updated, with what was there before in the event', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create({
      name: 'Old',
      email: 'a@example.com',
      metadata: { k: '1' },
    });
    const updated = await stripe.customers.update(id, {
      name: 'New',
      email: '',
      metadata: { k: '2', n: '3' },
    });
    expect(updated).toMatchObject({ name: 'New', email: null, metadata: { k: '2', n: '3' } });
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data;
    expect(event?.data).toMatchObject({
      object: { id, name: 'New' },
      previous_attributes: { name: 'Old', email: 'a@example.com', metadata: { k: '1', n: null } },
    });
  });

  it('make no event of an update that changes nothing', async () => {
    const { id } = await sandbox.stripe.customers.create({ name: 'A' });
    await sandbox.stripe.customers.update(id, { name: 'A' });
    expect(await eventTypes()).toEqual(['customer.created']);
  });

  it('get their default source replaced by a new one', async () => {
    const { stripe } = sandbox;
    const { id, default_source: old } = await stripe.customers.create({ source: 'tok_visa' });
    const { id: kept } = await stripe.customers.createSource(id, { source: 'tok_amex' });
    const updated = await stripe.customers.update(id, { source: 'tok_mastercard', expand: ['sources'] });
    expect(updated.sources?.data.map((source) => source.id)).toEqual([updated.default_source, kept]);
    expect(updated.default_source).not.toBe(old);
    expect(await eventTypes()).toEqual([
      'customer.updated',
      'customer.source.deleted',
      'customer.source.created',
      'customer.source.created',
      'customer.source.created',
      'customer.created',
    ]);
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data;
    expect(event?.data.previous_attributes).toEqual({ default_source: old });
  });

  it('get the default payment method set and unset', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create();
    const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    const set = await stripe.customers.update(id, { invoice_settings: { default_payment_method: method } });
    expect(set.invoice_settings.default_payment_method).toBe(method);
    const unset = await stripe.customers.update(id, { invoice_settings: { default_payment_method: '' } });
    expect(unset.invoice_settings.default_payment_method).toBeNull();
  });

  it('refuse ways to pay that are not theirs', async () => {
    const { stripe } = sandbox;
    const mine = await stripe.customers.create();
    const other = await stripe.customers.create({ source: 'tok_visa', payment_method: 'pm_card_visa' });
    const [method] = (await stripe.paymentMethods.list({ customer: other.id, type: 'card' })).data;
    const settings = { invoice_settings: { default_payment_method: String(method?.id) } };
    expect(await refusal(stripe.customers.update(mine.id, settings))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'invoice_settings[default_payment_method]',
    });
    const source = { default_source: String(other.default_source) };
    expect(await refusal(stripe.customers.update(mine.id, source))).toMatchObject({
      statusCode: 404,
      code: 'missing',
    });
  });

  it('leave a tombstone when they are deleted', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create({ source: 'tok_visa', payment_method: 'pm_card_visa' });
    const tombstone = { id, object: 'customer', deleted: true };
    expect(await stripe.customers.del(id)).toMatchObject(tombstone);
    expect(await stripe.customers.retrieve(id)).toMatchObject(tombstone);
    expect((await stripe.customers.list()).data).toEqual([]);
    for (const again of [() => stripe.customers.del(id), () => stripe.customers.update(id, { name: 'x' })]) {
      expect(await refusal(again())).toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
        param: 'id',
      });
    }
    expect((await eventTypes()).slice(0, 3)).toEqual([
      'customer.deleted',
      'payment_method.detached',
      'customer.source.deleted',
    ]);
  });

  it('are found by e-mail', async () => {
    const { id } = await sandbox.stripe.customers.create({ email: 'a@example.com' });
    await sandbox.stripe.customers.create({ email: 'b@example.com' });
    const { data } = await sandbox.stripe.customers.list({ email: 'a@example.com' });
    expect(data.map((customer) => customer.id)).toEqual([id]);
  });

  it('are unknown by any other id', async () => {
    expect(await refusal(sandbox.stripe.customers.retrieve('cus_unknown'))).toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_unknown'",
    });
  });
});
