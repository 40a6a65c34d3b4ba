import { type Charge, isDue } from '../../lib/charge/charge';
import { collectPayment } from '../../lib/charge/collect-payment';
import { paymentEvents } from '../../lib/charge/handle-payment-events';
import { createCustomer } from '../../lib/customer/create-customer';
import type { Customer } from '../../lib/customer/customer';
import { customerEvents } from '../../lib/customer/handle-customer-events';
import { refreshCustomer } from '../../lib/customer/refresh-customer';
import { refreshRecord } from '../../lib/operation/refresh-record';
import { createAtStripe } from '../../lib/subscription/create-at-stripe';
import { subscriptionCourse } from '../../lib/subscription/subscription-course';
import { readStripeEvent } from '../../lib/webhook/stripe-event';
import { chargeScene } from '../fixtures/charge-scene';
import { ownerScene } from '../fixtures/owner-scene';
import { allItems } from '../fixtures/records-table';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

describe('erase-owner', () => {
  let w: SubscriptionWorld;
  beforeEach(async () => {
    w = await subscriptionWorld();
  });
  afterEach(() => w.close());

  const scene = ownerScene(() => w);
  const { customer, record, stored } = chargeScene(() => w);

  const deletedAtStripe = async ({ owner, id, stripe_customer_id: stripeId }: Customer) => {
    await w.stripe.customers.del(stripeId ?? '');
    await refreshCustomer(() => w.ports.customers.find(owner, id), w.ports);
  };
  /** Somebody who has paid and gone, and events about them and about somebody else. */
  const gone = async (): Promise<{ theirs: Customer; charge: Charge }> => {
    const theirs = await customer();
    const charge = await record({ description: 'Lunch with Ann' });
    await collectPayment(charge.id, {}, w.charges);
    await deletedAtStripe(theirs);
    const { stripe_charge_id: paid } = await stored(charge);
    await scene.received('evt_customer', { id: theirs.stripe_customer_id, email: 'ann@example.com' });
    await scene.received('evt_dispute', { id: 'du_1', charge: paid, evidence: 'ann@example.com' });
    await scene.received('evt_other', { id: 'cus_other', email: 'bob@example.com' });
    return { theirs, charge: await stored(charge) };
  };
  const textOf = async (id: string) => (await scene.webhooks().find(id))?.rawText();

  it('leaves of a payment what law wants kept, and of the person nothing', async () => {
    const { theirs, charge } = await gone();
    const run = await scene.erase('u1');
    expect(run).toMatchObject({ changed: 4, failed: 0, note: expect.stringContaining('What Stripe keeps') });
    const { amount, currency, state, created, stripe_charge_id, source_id } = charge;
    expect(await stored(charge)).toMatchObject({
      ...{ amount, currency, state, created, stripe_charge_id, source_id },
      ...{ owner: 'erased_1', description: '', comment: '', stripe_response: null },
    });
    expect(await w.ports.customers.findById(theirs.id)).toMatchObject({
      owner: 'erased_1',
      stripe_customer_id: theirs.stripe_customer_id,
      ...{ is_active: false, sources: [], stripe_js_response: {}, stripe_response: null },
    });
    expect([await textOf('evt_customer'), await textOf('evt_dispute')]).toEqual([null, null]);
    expect(await textOf('evt_other')).toContain('bob@');
    const left = JSON.stringify(await allItems(w.table));
    expect(left).not.toMatch(/"u1"|#u1|Ann|ann@|4242/);
  });

  it('does nothing the second time, and says so', async () => {
    await gone();
    await scene.erase('u1');
    const before = await allItems(w.table);
    const again = await scene.erase('u1');
    expect(again).toMatchObject({
      processed: 0,
      failed: 0,
      note: expect.stringContaining('Nothing is stored'),
    });
    expect(await allItems(w.table)).toEqual(before);
    expect(await scene.erase('nobody')).toMatchObject({ processed: 0, note: again.note });
  });

  it('counts on a dry run, and erases nothing', async () => {
    await gone();
    const before = await allItems(w.table);
    expect(await scene.erase('u1', { dryRun: true })).toMatchObject({ changed: 4, failed: 0 });
    expect(await allItems(w.table)).toEqual(before);
  });

  it('refuses while anything is open, names it with its cure, and erases nothing', async () => {
    const theirs = await customer();
    const subscription = await w.started({ owner: 'u1', plan_id: await w.plan() });
    const [due, held] = [await record(), await record({ is_held: true })];
    const processing = await record({ state: 'processing' });
    const dispute = {
      id: 'du_1',
      status: 'needs_response',
      reason: 'fraudulent',
      amount: 1,
      currency: 'usd',
    };
    const disputed = await record({ state: 'charged', dispute });
    const before = await allItems(w.table);
    const run = await scene.erase('u1');
    expect(run).toMatchObject({ changed: 0, failed: 1, note: expect.stringContaining('Not all is erased') });
    const { message = '' } = run.errors[0] ?? {};
    for (const part of [
      `delete ${theirs.stripe_customer_id} there`,
      `${subscription.id} is active: cancel it`,
      `${due.id} is due: charge it`,
      `${held.id} is held: run release-imported`,
      `${processing.id} is processing: wait`,
      `${disputed.id} is disputed: wait`,
    ])
      expect(message).toContain(part);
    expect(await allItems(w.table)).toEqual(before);
  });

  it('keeps the name while an event about them is not finished, and goes on after that', async () => {
    const { theirs, charge } = await gone();
    const failing = { is_parsed: true, parse_error: 'unknown' };
    await scene.received('evt_failed', { id: theirs.stripe_customer_id }, failing);
    const run = await scene.erase('u1');
    expect(run).toMatchObject({ failed: 1, errors: [{ id: 'evt_failed' }] });
    // Erased already, but still to be found by the next run.
    expect(await stored(charge)).toMatchObject({ owner: 'u1', description: '' });
    const found = await scene.webhooks().find('evt_failed');
    if (!found) throw new Error('gone');
    await scene.webhooks().save({ ...found.webhook, parse_error: null, version: 2 }, found.webhook);
    expect(await scene.erase('u1')).toMatchObject({ failed: 0 });
    expect([await textOf('evt_failed'), (await stored(charge)).owner]).toEqual([null, 'erased_1']);
  });

  it('goes on where somebody else was faster, or it was killed, with the name half gone', async () => {
    const { theirs, charge } = await gone();
    const ports = scene.erasePorts();
    const customers = { ...ports.customers, move: async () => false };
    const run = await scene.erase('u1', {}, { ...ports, customers });
    expect(run).toMatchObject({
      failed: 1,
      errors: [{ message: expect.stringContaining('run erase-owner again') }],
    });
    expect((await stored(charge)).owner).toBe('erased_1');
    expect(await w.ports.customers.findById(theirs.id)).toMatchObject({ owner: 'u1' });
    expect(await scene.erase('u1')).toMatchObject({ failed: 0 });
    expect(await w.ports.customers.findById(theirs.id)).toMatchObject({ owner: 'erased_1' });
  });

  it('lets no late webhook bring anything back', async () => {
    const { theirs, charge } = await gone();
    await scene.erase('u1');
    const event = (object: object) => {
      const read = readStripeEvent(JSON.stringify({ id: 'evt_late', type: 'x.updated', data: { object } }));
      if (!read) throw new Error('no event');
      return [{ event: read, age: 0 }];
    };
    const late = { id: theirs.stripe_customer_id, object: 'customer', email: 'ann@example.com' };
    const stripeId = theirs.stripe_customer_id ?? '';
    const told = await customerEvents(w.ports).handle(stripeId, event(late));
    expect(told).toEqual({ outcome: 'done', isErased: true });
    const intent = charge.stripe_payment_intent_id ?? '';
    await w.stripe.refunds.create({ payment_intent: intent, amount: 200 });
    const refunded = event({ id: intent, object: 'payment_intent' });
    expect(await paymentEvents(w.charges).handle(intent, refunded)).toEqual({
      outcome: 'done',
      isErased: true,
    });
    const after = await stored(charge);
    expect(after).toMatchObject({ amount_refunded: 200, stripe_response: null, description: '' });
    expect(after.refunds.map(({ stripe_response: raw }) => raw)).toEqual([null]);
  });

  it('charges nobody for who was erased, and knows somebody who comes back as new', async () => {
    const failed = await record({ state: 'failed' });
    const blocked = await record({ state: 'blocked' });
    expect(isDue(blocked)).toBe(true);
    await scene.erase('u1');
    const tried = await collectPayment(failed.id, {}, w.charges);
    expect(tried).toMatchObject({ outcome: 'wrong-state', reason: expect.stringContaining('erased') });
    expect(isDue(await stored(blocked))).toBe(false);
    const input = { owner: 'u1', token: 'tok_visa', stripeJsResponse: {}, livemode: false };
    expect((await createCustomer(input, w.ports)).outcome).toBe('created');
  });

  it('keeps when a subscription was paid for, and starts none again', async () => {
    const theirs = await customer();
    const plan_id = await w.plan();
    const ended = await w.started({ owner: 'u1', plan_id, metadata: { name: 'Ann' } });
    const never = await w.record({ owner: 'u1', plan_id });
    await w.stripe.subscriptions.cancel(ended.stripe_subscription_id ?? '');
    await refreshRecord(ended, subscriptionCourse(w.subs), w.subs.time);
    await deletedAtStripe(theirs);
    expect(await scene.erase('u1')).toMatchObject({ changed: 3, failed: 0 });
    // What Stripe still says of it is taken over without what is personal.
    await refreshRecord(ended, subscriptionCourse(w.subs), w.subs.time);
    expect(await w.current(ended.id)).toMatchObject({
      ...{ owner: 'erased_1', plan_id, status: 'canceled', metadata: {}, stripe_response: null },
      stripe_subscription_id: ended.stripe_subscription_id,
    });
    expect(await createAtStripe(never.id, w.subs)).toMatchObject({
      outcome: 'wrong-state',
      reason: expect.stringContaining('erased'),
    });
  });
});
