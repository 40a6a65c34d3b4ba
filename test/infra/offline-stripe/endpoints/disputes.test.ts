import { charged, controlled, eventsOf, idOf, payer } from '../payments/payment-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('disputes', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('are opened at once by the test card for it', async () => {
    const { stripe } = sandbox;
    const saved = await payer(stripe, 'pm_card_createDispute');
    const types = await eventsOf(stripe, async () => {
      const intent = await stripe.paymentIntents.create({ ...charged(saved), expand: ['latest_charge'] });
      expect(intent).toMatchObject({ status: 'succeeded', latest_charge: { disputed: true } });
    });
    expect(types).toContain('charge.dispute.created');
    expect((await stripe.disputes.list()).data).toMatchObject([
      { amount: 2_000, reason: 'fraudulent', status: 'needs_response' },
    ]);
  });

  it('are opened and closed on demand', async () => {
    const { stripe } = sandbox;
    const { id: payment_intent, latest_charge } = await stripe.paymentIntents.create(
      charged(await payer(stripe)),
    );
    const charge = idOf(latest_charge);
    const types = await eventsOf(stripe, () =>
      controlled(sandbox, '/disputes', { charge, reason: 'duplicate', amount: 700 }),
    );
    expect(types).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
    for (const filter of [{ charge }, { payment_intent }]) {
      const { data } = await stripe.disputes.list(filter);
      expect(data).toMatchObject([{ amount: 700, reason: 'duplicate', charge, payment_intent }]);
    }
    const id = idOf((await stripe.disputes.list()).data[0]);
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ disputed: true });
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
    expect(await eventsOf(stripe, () => stripe.disputes.update(id, { metadata: { a: '1' } }))).toEqual([
      'charge.dispute.updated',
    ]);
    const closing = await eventsOf(stripe, () =>
      controlled(sandbox, `/disputes/${id}/close`, { status: 'won' }),
    );
    expect(closing).toEqual(['charge.dispute.closed', 'charge.dispute.funds_reinstated']);
    expect(await stripe.disputes.retrieve(id, { expand: ['charge'] })).toMatchObject({
      status: 'won',
      charge: { id: charge },
    });
    expect(await stripe.refunds.create({ charge })).toMatchObject({ status: 'succeeded' });
    const again = await sandbox.control('POST', `/disputes/${id}/close`, { status: 'lost' });
    expect(again.status).toBe(400);
  });

  it('that are lost leave nothing to refund', async () => {
    const { stripe } = sandbox;
    const { id: charge } = await stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    await controlled(sandbox, '/disputes', { charge });
    const id = idOf((await stripe.disputes.list()).data[0]);
    const types = await eventsOf(stripe, () =>
      controlled(sandbox, `/disputes/${id}/close`, { status: 'lost' }),
    );
    expect(types).toEqual(['charge.dispute.closed']);
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
  });

  it('need a charge that has been captured', async () => {
    const { id: charge } = await sandbox.stripe.charges.create({
      amount: 500,
      currency: 'usd',
      source: 'tok_visa',
      capture: false,
    });
    for (const body of [{ charge }, { charge: 'ch_none' }, {}]) {
      expect((await sandbox.control('POST', '/disputes', body)).status).toBe(400);
    }
    expect(await refusal(sandbox.stripe.disputes.retrieve('du_none'))).toMatchObject({ statusCode: 404 });
  });
});
