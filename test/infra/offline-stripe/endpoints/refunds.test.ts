import { charged, controlled, eventsOf, idOf, payer } from '../payments/payment-fixture';
import { refusal, type SandboxFixture, startFixture, until } from '../sandbox-fixture';

describe('refunds', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  const pay = async (card?: string) =>
    sandbox.stripe.paymentIntents.create(charged(await payer(sandbox.stripe, card)));
  const shown = (charge: string) => sandbox.stripe.charges.retrieve(charge);

  it('give back a part, and then the rest', async () => {
    const { stripe } = sandbox;
    const { id: payment_intent, latest_charge } = await pay();
    const charge = idOf(latest_charge);
    const types = await eventsOf(stripe, async () => {
      const part = await stripe.refunds.create({
        payment_intent,
        amount: 500,
        reason: 'requested_by_customer',
        metadata: { a: '1' },
      });
      expect(part).toMatchObject({
        amount: 500,
        charge,
        payment_intent,
        reason: 'requested_by_customer',
        metadata: { a: '1' },
        status: 'succeeded',
      });
    });
    expect(types).toEqual(['refund.created', 'charge.refunded']);
    expect(await shown(charge)).toMatchObject({ amount_refunded: 500, refunded: false });
    expect(await refusal(stripe.refunds.create({ charge, amount: 1_501 }))).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      message: 'Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)',
    });
    expect(await stripe.refunds.create({ charge })).toMatchObject({ amount: 1_500 });
    expect(await shown(charge)).toMatchObject({ amount_refunded: 2_000, refunded: true });
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({
      statusCode: 400,
      code: 'charge_already_refunded',
    });
    const [event] = (await stripe.events.list({ type: 'charge.refunded' })).data;
    expect(event?.data).toMatchObject({
      object: { amount_refunded: 2_000, refunded: true },
      previous_attributes: { amount_refunded: 500, refunded: false },
    });
  });

  it('need a charge with money', async () => {
    const { stripe } = sandbox;
    const held = await stripe.paymentIntents.create({
      ...charged(await payer(stripe)),
      capture_method: 'manual',
    });
    const { id: unpaid } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    const declined = await refusal(
      stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_chargeDeclined' }),
    );
    expect(await refusal(stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({
      code: 'charge_not_refundable',
    });
    expect(await refusal(stripe.refunds.create({ charge: String(declined.charge) }))).toMatchObject({
      code: 'charge_not_refundable',
    });
    for (const wrong of [{}, { payment_intent: unpaid }, { charge: 'ch_none' }]) {
      expect(await refusal(stripe.refunds.create(wrong))).toMatchObject({ statusCode: 400 });
    }
  });

  it('are listed, updated and expanded', async () => {
    const { stripe } = sandbox;
    const { id: payment_intent, latest_charge } = await pay();
    const charge = idOf(latest_charge);
    const { id } = await stripe.refunds.create({ charge, amount: 100 });
    const { id: second } = await stripe.refunds.create({ charge, amount: 100 });
    const { latest_charge: other } = await pay();
    await stripe.refunds.create({ charge: idOf(other) });
    for (const filter of [{ charge }, { payment_intent }]) {
      const { data } = await stripe.refunds.list(filter);
      expect(data.map((refund) => refund.id)).toEqual([second, id]);
    }
    const types = await eventsOf(stripe, () => stripe.refunds.update(id, { metadata: { a: '1' } }));
    expect(types).toEqual(['refund.updated', 'charge.refund.updated']);
    const found = await stripe.refunds.retrieve(id, { expand: ['charge', 'payment_intent'] });
    expect(found).toMatchObject({
      metadata: { a: '1' },
      charge: { id: charge },
      payment_intent: { id: payment_intent },
    });
    expect(await refusal(stripe.refunds.cancel(id))).toMatchObject({ statusCode: 400 });
    expect(await refusal(stripe.refunds.retrieve('re_none'))).toMatchObject({ statusCode: 404 });
  });

  it('fail on demand, and the charge is less refunded again', async () => {
    const { stripe } = sandbox;
    const charge = idOf((await pay()).latest_charge);
    const { id } = await stripe.refunds.create({ charge });
    const types = await eventsOf(stripe, async () => {
      const failed = await controlled(sandbox, `/refunds/${id}/fail`, { reason: 'expired_or_canceled_card' });
      expect(failed).toMatchObject({
        status: 'failed',
        failure_reason: 'expired_or_canceled_card',
        failure_balance_transaction: expect.stringMatching(/^txn_/),
      });
    });
    expect(types).toEqual(['refund.failed', 'refund.updated', 'charge.refund.updated']);
    expect(await shown(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    const again = await sandbox.control('POST', `/refunds/${id}/fail`);
    expect(again).toMatchObject({ status: 200, json: { status: 'failed' } });
    expect(await shown(charge)).toMatchObject({ amount_refunded: 0 });
    expect(await stripe.refunds.create({ charge })).toMatchObject({ amount: 2_000 });
  });

  it('of the test card for it fail of themselves', async () => {
    const { stripe } = sandbox;
    const charge = idOf((await pay('pm_card_refundFail')).latest_charge);
    const { id, status } = await stripe.refunds.create({ charge });
    expect(status).toBe('succeeded');
    await until(async () => (await stripe.refunds.retrieve(id)).status === 'failed');
    expect(await shown(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    const [event] = (await stripe.events.list({ type: 'refund.failed' })).data;
    expect(event).toMatchObject({ data: { object: { id, status: 'failed' } }, request: { id: null } });
  });

  it('that are pending succeed of themselves, or are canceled before', async () => {
    const { stripe } = sandbox;
    const charge = idOf((await pay('pm_card_pendingRefund')).latest_charge);
    const kept = await stripe.refunds.create({ charge, amount: 500 });
    const dropped = await stripe.refunds.create({ charge, amount: 300 });
    expect(kept).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    expect(await stripe.refunds.cancel(dropped.id)).toMatchObject({ status: 'canceled' });
    expect(await shown(charge)).toMatchObject({ amount_refunded: 500 });
    await until(async () => (await stripe.refunds.retrieve(kept.id)).status === 'succeeded');
    expect((await stripe.refunds.retrieve(dropped.id)).status).toBe('canceled');
    expect((await stripe.refunds.retrieve(kept.id)).pending_reason).toBeUndefined();
  });
});
