import { charged, controlled, eventsOf, idOf, payer, refusedIntent } from '../payments/payment-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

const NO_REDIRECTS = { enabled: true, allow_redirects: 'never' } as const;

describe('controls of payments', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  /** A payment that the customer has to authenticate. */
  const asked = async (card: string) => {
    const saved = await payer(sandbox.stripe, card);
    const intent = await sandbox.stripe.paymentIntents.create({
      amount: 2_000,
      currency: 'usd',
      ...saved,
      confirm: true,
      automatic_payment_methods: NO_REDIRECTS,
    });
    return { intent, saved };
  };
  const authenticate = (id: string, outcome: string) =>
    controlled(sandbox, `/payment_intents/${id}/authenticate`, { outcome });

  it.each(['pm_card_authenticationRequired', 'pm_card_threeDSecure2Required'])(
    'authenticate a payment by %s',
    async (card) => {
      const { stripe } = sandbox;
      const { intent, saved } = await asked(card);
      expect(intent).toMatchObject({
        status: 'requires_action',
        next_action: { type: 'use_stripe_sdk' },
        client_secret: expect.any(String),
        latest_charge: null,
      });
      const types = await eventsOf(stripe, () => authenticate(intent.id, 'succeed'));
      expect(types).toEqual(['charge.succeeded', 'charge.updated', 'payment_intent.succeeded']);
      expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
        status: 'succeeded',
        next_action: null,
        amount_received: 2_000,
      });
      // It is asked for each time anew.
      expect(await refusal(stripe.paymentIntents.create(charged(saved)))).toMatchObject({
        code: 'authentication_required',
      });
      const again = await sandbox.control('POST', `/payment_intents/${intent.id}/authenticate`, {
        outcome: 'succeed',
      });
      expect(again).toMatchObject({
        status: 400,
        json: { error: { code: 'payment_intent_unexpected_state' } },
      });
    },
  );

  it('remember a card that asks for authentication once', async () => {
    const { stripe } = sandbox;
    const { intent, saved } = await asked('pm_card_authenticationRequiredOnSetup');
    expect(intent.status).toBe('requires_action');
    expect(await refusal(stripe.paymentIntents.create(charged(saved)))).toMatchObject({
      code: 'authentication_required',
    });
    await authenticate(intent.id, 'succeed');
    expect(await stripe.paymentIntents.create(charged(saved))).toMatchObject({ status: 'succeeded' });
  });

  it('fail an authentication', async () => {
    const { stripe } = sandbox;
    const { intent, saved } = await asked('pm_card_threeDSecure2Required');
    const types = await eventsOf(stripe, () => authenticate(intent.id, 'fail'));
    expect(types).toEqual(['payment_intent.payment_failed']);
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: {
        code: 'payment_intent_authentication_failure',
        type: 'invalid_request_error',
        payment_method: { id: saved.payment_method },
      },
    });
  });

  it('are not asked for when the payment is to fail instead, or the customer is redirected', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe, 'pm_card_threeDSecure2Required');
    const params = { amount: 500, currency: 'usd', ...saved, confirm: true };
    const automatic_payment_methods = NO_REDIRECTS;
    const failing = stripe.paymentIntents.create({
      ...params,
      automatic_payment_methods,
      error_on_requires_action: true,
    });
    expect(await refusedIntent(failing)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'authentication_not_handled' },
      latest_charge: null,
    });
    const redirected = await stripe.paymentIntents.create({ ...params, return_url: 'https://shop.example/' });
    expect(redirected.next_action).toMatchObject({
      type: 'redirect_to_url',
      redirect_to_url: { return_url: 'https://shop.example/' },
    });
    const embedded = await stripe.paymentIntents.create({
      ...params,
      return_url: 'https://shop.example/',
      use_stripe_sdk: true,
    });
    expect(embedded.next_action).toMatchObject({ type: 'use_stripe_sdk' });
  });

  it('leave payments open and settle them', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe);
    await controlled(sandbox, '/processing', { times: 2 });
    const ids: string[] = [];
    const types = await eventsOf(stripe, async () => {
      const one = await stripe.paymentIntents.create({ ...charged(saved), expand: ['latest_charge'] });
      expect(one).toMatchObject({
        status: 'processing',
        processing: { type: 'card' },
        latest_charge: { status: 'pending', paid: false, captured: false },
      });
      ids.push(one.id);
    });
    expect(types).toEqual(['payment_intent.created', 'charge.pending', 'payment_intent.processing']);
    ids.push((await stripe.paymentIntents.create(charged(saved))).id);
    expect(await stripe.paymentIntents.create(charged(saved))).toMatchObject({ status: 'succeeded' });

    const [one = '', two = ''] = ids;
    const good = await eventsOf(stripe, () =>
      controlled(sandbox, `/payment_intents/${one}/settle`, { outcome: 'succeed' }),
    );
    expect(good).toEqual(['charge.succeeded', 'charge.updated', 'payment_intent.succeeded']);
    expect(await stripe.paymentIntents.retrieve(one, { expand: ['latest_charge'] })).toMatchObject({
      status: 'succeeded',
      processing: null,
      latest_charge: { status: 'succeeded', paid: true, captured: true },
    });
    const bad = await eventsOf(stripe, () =>
      controlled(sandbox, `/payment_intents/${two}/settle`, { outcome: 'fail' }),
    );
    expect(bad).toEqual(['charge.failed', 'payment_intent.payment_failed']);
    expect(await stripe.paymentIntents.retrieve(two, { expand: ['latest_charge'] })).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
      latest_charge: { status: 'failed', paid: false },
    });
    expect(
      (await sandbox.control('POST', `/payment_intents/${two}/settle`, { outcome: 'fail' })).status,
    ).toBe(400);
  });

  it('settle a payment whose card has been deleted since', async () => {
    const { stripe } = sandbox;
    const { id: customer } = await stripe.customers.create({ source: 'tok_visa' });
    await controlled(sandbox, '/processing', { times: 1 });
    const params = { amount: 500, currency: 'usd', customer, confirm: true, off_session: true };
    const { id, payment_method } = await stripe.paymentIntents.create(params);
    await stripe.customers.deleteSource(customer, idOf(payment_method));
    await controlled(sandbox, `/payment_intents/${id}/settle`, { outcome: 'fail' });
    const failed = await stripe.paymentIntents.retrieve(id);
    expect(failed.last_payment_error).toMatchObject({ code: 'card_declined' });
    expect(failed.last_payment_error).not.toHaveProperty('payment_method');
  });

  it('leave no charge open that has no intent', async () => {
    await controlled(sandbox, '/processing', { times: 1 });
    const charge = await sandbox.stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    expect(charge.status).toBe('succeeded');
  });

  it('are forgotten by a reset', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.paymentIntents.create(charged(await payer(stripe)));
    await controlled(sandbox, '/processing', { times: 1 });
    await sandbox.control('POST', '/reset');
    expect(await refusal(stripe.paymentIntents.retrieve(id))).toMatchObject({ statusCode: 404 });
    expect(await stripe.paymentIntents.create(charged(await payer(stripe)))).toMatchObject({
      status: 'succeeded',
    });
  });
});
