import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('expand', () => {
  let sandbox: SandboxFixture;
  beforeAll(async () => {
    sandbox = await startFixture();
  });
  afterAll(() => sandbox.close());

  it('shows ids until it is asked for the objects', async () => {
    const { stripe } = sandbox;
    const customer = await stripe.customers.create({
      source: 'tok_visa',
      payment_method: 'pm_card_mastercard',
      invoice_settings: { default_payment_method: 'pm_card_mastercard' },
    });
    expect(customer.default_source).toMatch(/^card_/);
    expect(customer.invoice_settings.default_payment_method).toMatch(/^pm_/);
    expect(customer).not.toHaveProperty('sources');

    const expanded = await stripe.customers.retrieve(customer.id, {
      expand: ['default_source.customer', 'invoice_settings.default_payment_method', 'sources'],
    });
    expect(expanded).toMatchObject({
      default_source: { object: 'card', brand: 'Visa', customer: { id: customer.id, object: 'customer' } },
      invoice_settings: {
        default_payment_method: { object: 'payment_method', card: { brand: 'mastercard' } },
      },
      sources: { object: 'list', data: [{ id: customer.default_source }], has_more: false },
    });
  });

  it('reaches into lists, and shows ten sources there', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create({ email: 'many@example.com' });
    for (let index = 0; index < 11; index += 1)
      await stripe.customers.createSource(id, { source: 'tok_visa' });
    const { data } = await stripe.customers.list({ email: 'many@example.com', expand: ['data.sources'] });
    expect(data[0]?.sources).toMatchObject({ has_more: true, url: `/v1/customers/${id}/sources` });
    expect(data[0]?.sources?.data).toHaveLength(10);
  });

  it('leaves null alone', async () => {
    const customer = await sandbox.stripe.customers.create({ expand: ['default_source.customer'] });
    expect(customer.default_source).toBeNull();
  });

  it.each(['email', 'sources.data', 'default_source.brand', 'a.b.c.d.e'])(
    'refuses %s, without effect',
    async (path) => {
      const before = (await sandbox.stripe.events.list({ limit: 1 })).data;
      const error = await refusal(sandbox.stripe.customers.create({ expand: [path] }));
      expect(error).toMatchObject({
        statusCode: 400,
        message: `This property cannot be expanded (${path}).`,
      });
      expect((await sandbox.stripe.events.list({ limit: 1 })).data).toEqual(before);
    },
  );
});
