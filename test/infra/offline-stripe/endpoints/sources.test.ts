import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('sources of a customer', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('become the default when there is none', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create();
    const first = await stripe.customers.createSource(id, { source: 'tok_visa', metadata: { a: '1' } });
    const second = await stripe.customers.createSource(id, { source: 'tok_amex' });
    expect(first).toMatchObject({ customer: id, metadata: { a: '1' } });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: first.id });
    const { data } = await stripe.customers.listSources(id, { object: 'card' });
    expect(data.map((source) => source.id)).toEqual([second.id, first.id]);
    expect((await stripe.events.list()).data.map(({ type }) => type)).toEqual([
      'customer.source.created',
      'customer.updated',
      'customer.source.created',
      'customer.created',
    ]);
  });

  it('are updated', async () => {
    const { stripe } = sandbox;
    const { id, default_source: card } = await stripe.customers.create({ source: 'tok_visa' });
    const changes = { name: 'New', exp_month: '3', exp_year: '2039', address_zip: '8010' };
    const updated = await stripe.customers.updateSource(id, String(card), changes);
    expect(updated).toMatchObject({ name: 'New', exp_month: 3, exp_year: 2039, address_zip: '8010' });
    expect(await stripe.paymentMethods.retrieve(String(card))).toMatchObject({
      billing_details: { name: 'New', address: { postal_code: '8010' } },
      card: { exp_month: 3, exp_year: 2039 },
    });
    const [event] = (await stripe.events.list()).data;
    expect(event).toMatchObject({
      type: 'customer.source.updated',
      data: { previous_attributes: { name: null, address_zip: null } },
    });
  });

  it('hand the default on to the newest when they are deleted', async () => {
    const { stripe } = sandbox;
    const { id, default_source: first } = await stripe.customers.create({ source: 'tok_visa' });
    await stripe.customers.createSource(id, { source: 'tok_amex' });
    const { id: newest } = await stripe.customers.createSource(id, { source: 'tok_mastercard' });
    expect(await stripe.customers.deleteSource(id, String(first))).toMatchObject({
      id: first,
      object: 'card',
      deleted: true,
    });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: newest });
    expect((await stripe.events.list()).data.slice(0, 2)).toMatchObject([
      { type: 'customer.updated', data: { previous_attributes: { default_source: first } } },
      { type: 'customer.source.deleted', data: { object: { id: first, object: 'card' } } },
    ]);
    expect(await refusal(stripe.customers.retrieveSource(id, String(first)))).toMatchObject({
      statusCode: 404,
      message: `No such source: '${first}'`,
    });
  });

  it('are payment methods too, under the same id', async () => {
    const { stripe } = sandbox;
    const { id, default_source: card } = await stripe.customers.create({ source: 'tok_visa' });
    const { data } = await stripe.customers.listPaymentMethods(id);
    expect(data).toMatchObject([{ id: card, object: 'payment_method', type: 'card', customer: id }]);
    await stripe.paymentMethods.update(String(card), { card: { exp_year: 2041 } });
    expect(await stripe.customers.retrieveSource(id, String(card))).toMatchObject({ exp_year: 2041 });
    await stripe.paymentMethods.detach(String(card));
    expect((await stripe.customers.listSources(id)).data).toEqual([]);
    expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: null });
  });

  it('belong to one customer', async () => {
    const { stripe } = sandbox;
    const { default_source: card } = await stripe.customers.create({ source: 'tok_visa' });
    const { id: other } = await stripe.customers.create();
    expect(await refusal(stripe.customers.retrieveSource(other, String(card)))).toMatchObject({
      statusCode: 404,
    });
    expect(await refusal(stripe.customers.deleteSource(other, String(card)))).toMatchObject({
      statusCode: 404,
    });
  });
});
