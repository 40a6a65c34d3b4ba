import fc from 'fast-check';
import * as v from 'valibot';
import type { Charge } from '../../lib/charge/charge';
import { paymentEvents } from '../../lib/charge/handle-payment-events';
import { refundCharge } from '../../lib/charge/refund-charge';
import { readStripeEvent, type StripeEvent } from '../../lib/webhook/stripe-event';
import { chargeScene } from '../fixtures/charge-scene';
import { type World, world } from '../fixtures/world';

/** Events about a payment, as the handler takes them. */
const MODELS = /^(payment_intent|charge|refund)\./;

describe('paymentEvents', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const { customer, record, collect, stored, paidCharge, intents } = chargeScene(() => w);

  /** What Stripe would deliver, oldest first. */
  const events = async (): Promise<StripeEvent[]> => {
    const all = await w.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    return all
      .reverse()
      .filter(({ type }) => MODELS.test(type))
      .map((event) =>
        v.parse(
          v.custom<StripeEvent>((e) => e !== null),
          readStripeEvent(JSON.stringify(event)),
        ),
      );
  };
  const deliver = async (event: StripeEvent, age = 0) => {
    const handler = paymentEvents(w.charges);
    const subject = handler.subjectOf(event);
    if (!subject) throw new Error(`${event.type} has no subject`);
    return handler.handle(subject, [{ event, age }]);
  };
  const asAtStripe = async (charge: Charge) => {
    const now = await stored(charge);
    const intent = await w.stripe.paymentIntents.retrieve(now.stripe_payment_intent_id ?? '', {
      expand: ['latest_charge'],
    });
    const latest = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
    const refunds = (await w.stripe.refunds.list({ payment_intent: intent.id })).data;
    return { intent, latest, refunds };
  };
  const expectEqual = async (charge: Charge) => {
    const now = await stored(charge);
    const { intent, latest, refunds } = await asAtStripe(charge);
    expect(now.state === 'charged').toBe(intent.status === 'succeeded');
    expect(now.stripe_charge_id).toBe(latest?.id);
    expect(now.amount_refunded).toBe(latest?.amount_refunded);
    expect(now.refunds.map(({ stripe_refund_id: id, status }) => `${id} ${status}`).sort()).toEqual(
      refunds.map(({ id, status }) => `${id} ${status}`).sort(),
    );
    expect(now.dispute !== null).toBe(latest?.disputed);
  };

  it('costs nothing for what our own request did', async () => {
    const charge = await paidCharge();
    await refundCharge(charge.id, { amount: 300, seed: '1' }, w.charges);
    const before = (await w.requests()).length;
    const own = (await events()).filter(({ idempotencyKey }) => idempotencyKey !== null);
    expect(own.length).toBeGreaterThan(2);
    const asked = (await w.requests()).length;
    for (const event of own) expect(await deliver(event)).toEqual({ outcome: 'done' });
    expect((await w.requests()).length).toBe(asked);
    expect(asked - before).toBeGreaterThan(0);
  });

  it('settles a payment in processing', async () => {
    await customer();
    const charge = await record();
    await w.control('processing', { times: 1 });
    await collect(charge);
    const [intent] = await intents();
    await w.control(`payment_intents/${intent?.id}/settle`, { outcome: 'succeed' });
    for (const event of await events()) await deliver(event);
    expect(await stored(charge)).toMatchObject({ state: 'charged', error: null });
  });

  it('links a payment whose answer was lost, by our id in its metadata', async () => {
    await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 500, when: 'after' });
    await collect(charge);
    expect(await stored(charge)).toMatchObject({ state: 'unknown', stripe_payment_intent_id: null });
    const [created] = await events();
    if (!created) throw new Error('no event');
    expect(await deliver(created)).toEqual({ outcome: 'done' });
    expect(await stored(charge)).toMatchObject({ state: 'charged', operation: null });
  });

  it('shows a refund and a dispute that were made elsewhere', async () => {
    const charge = await paidCharge('tok_createDispute');
    for (const event of await events()) await deliver(event);
    const { dispute } = await stored(charge);
    expect(dispute).toMatchObject({ status: 'needs_response', amount: 1000, currency: 'usd' });
    await expectEqual(charge);
  });

  it('notes what is not ours, and waits for what may be on its way', async () => {
    const other = await w.stripe.customers.create({ source: 'tok_visa' });
    await w.stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer: other.id,
      payment_method: String(other.default_source),
      confirm: true,
      off_session: true,
    });
    for (const event of await events()) expect((await deliver(event)).outcome).toBe('noted');
    const [event] = await events();
    if (!event) throw new Error('no event');
    const ours = { ...event, object: { ...event.object, metadata: { aa_stripe_id: 'schg_on_its_way' } } };
    expect((await deliver(ours)).outcome).toBe('later');
    expect((await deliver(ours, 6 * 60_000)).outcome).toBe('noted');
  });

  it('fails what Stripe does not know', async () => {
    const charge = await paidCharge();
    const [event] = (await events()).filter(({ type }) => type === 'charge.succeeded');
    await w.control('reset', {});
    if (!event) throw new Error('no event');
    expect(await deliver({ ...event, idempotencyKey: null })).toMatchObject({ outcome: 'failed' });
    expect(await stored(charge)).toMatchObject({ state: 'charged' });
  });

  it('I5: equals Stripe whatever order the events of its life come in, twice or late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.nat()),
        fc.constantFrom('tok_visa', 'tok_createDispute'),
        async (nats, token) => {
          await w.close();
          w = await world();
          const charge = await paidCharge(token);
          const chargeId = (await stored(charge)).stripe_charge_id ?? '';
          if (token === 'tok_visa') {
            await refundCharge(charge.id, { amount: 200, seed: '1' }, w.charges);
            await w.stripe.refunds.create({ charge: chargeId, amount: 300 });
          }
          const all = await events();
          const order = [...all, ...all.slice(0, 3)]
            .map((event) => ({ event, at: nats.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at);
          for (const { event } of order) expect((await deliver(event)).outcome).toBe('done');
          await expectEqual(charge);
        },
      ),
      { numRuns: 6 },
    );
  });
});
