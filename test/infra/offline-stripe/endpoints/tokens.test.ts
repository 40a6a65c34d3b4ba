import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('tokens', () => {
  let sandbox: SandboxFixture;
  beforeAll(async () => {
    sandbox = await startFixture();
  });
  afterAll(() => sandbox.close());

  const typed = (number: string, more: object = {}) =>
    sandbox.stripe.tokens.create({ card: { number, exp_month: '12', exp_year: '2040', ...more } });

  it('are made of a typed card, which keeps its id when it is saved', async () => {
    const { stripe } = sandbox;
    const token = await typed('4242 4242 4242 4242', { cvc: '123', name: 'A', address_zip: '8010' });
    expect(token).toMatchObject({
      object: 'token',
      type: 'card',
      used: false,
      card: {
        object: 'card',
        brand: 'Visa',
        last4: '4242',
        exp_year: 2040,
        cvc_check: 'unchecked',
        name: 'A',
      },
    });
    const customer = await stripe.customers.create({ source: token.id, expand: ['default_source'] });
    expect(customer.default_source).toMatchObject({
      id: token.card?.id,
      cvc_check: 'pass',
      address_zip: '8010',
    });
    expect(await stripe.tokens.retrieve(token.id)).toMatchObject({ used: true });
  });

  it('work once', async () => {
    const { stripe } = sandbox;
    const { id } = await typed('4242424242424242');
    await stripe.paymentMethods.create({ type: 'card', card: { token: id } });
    expect(await refusal(stripe.customers.create({ source: id }))).toMatchObject({
      statusCode: 400,
      code: 'token_already_used',
      param: 'source',
      message: `You cannot use a Stripe token more than once: ${id}.`,
    });
  });

  it('work any number of times when they are magic', async () => {
    const { stripe } = sandbox;
    const one = await stripe.customers.create({ source: 'tok_visa' });
    const two = await stripe.customers.create({ source: 'tok_visa' });
    expect(one.default_source).not.toBe(two.default_source);
  });

  it.each([
    ['4242424242424241', {}, 'incorrect_number'],
    ['4111111111111111', {}, 'card_declined'],
    ['4242424242424242', { exp_month: '13' }, 'invalid_expiry_month'],
    ['4242424242424242', { exp_year: '2020' }, 'invalid_expiry_year'],
    ['4242424242424242', { cvc: '12' }, 'invalid_cvc'],
  ])('are not made of %s %j', async (number, more, code) => {
    expect(await refusal(typed(number, more))).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code,
    });
  });

  it('are unknown by any other id', async () => {
    const { stripe } = sandbox;
    expect(await refusal(stripe.tokens.retrieve('tok_nothing'))).toMatchObject({ statusCode: 404 });
    expect(await refusal(stripe.customers.create({ source: 'tok_nothing' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'source',
      message: "No such token: 'tok_nothing'",
    });
    expect(await refusal(stripe.customers.create({ source: 'pm_card_visa' }))).toMatchObject({
      statusCode: 400,
    });
  });
});
