import fc from 'fast-check';
import { cancelSubscription } from '../../lib/subscription/cancel-subscription';
import { createAtStripe } from '../../lib/subscription/create-at-stripe';
import { subscriptionEvents } from '../../lib/subscription/handle-subscription-events';
import type { Subscription } from '../../lib/subscription/subscription';
import { presentSubscription } from '../../lib/subscription/subscription-view';
import { undoCancellation } from '../../lib/subscription/undo-cancellation';
import { readStripeEvent, type StripeEvent } from '../../lib/webhook/stripe-event';
import { outboxEntries } from '../fixtures/outbox-entries';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

const DAY = 86_400;

describe('subscription events', () => {
  let w: SubscriptionWorld;
  beforeEach(async () => {
    w = await subscriptionWorld();
  });
  afterEach(() => w.close());

  const handler = () => subscriptionEvents(w.subs);
  const handle = async (event: StripeEvent, age = 0) => {
    const subject = handler().subjectOf(event);
    return subject ? handler().handle(subject, [{ event, age }]) : null;
  };
  /** Oldest first. */
  const events = async (...models: string[]): Promise<StripeEvent[]> =>
    (await w.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 5_000 }))
      .map((event) => readStripeEvent(JSON.stringify(event)))
      .filter((event) => event !== null)
      .filter(({ type }) => models.some((model) => type.startsWith(`${model}.`)))
      .reverse();
  const all = () => events('customer.subscription', 'invoice');
  const equalsStripe = async ({ id, stripe_subscription_id: stripeId }: Subscription) => {
    const there = await w.stripe.subscriptions.retrieve(stripeId ?? '', { expand: ['latest_invoice'] });
    const here = presentSubscription(await w.current(id));
    const { latest_invoice: invoice } = there;
    if (!invoice || typeof invoice === 'string') throw new Error('not expanded');
    expect(here).toMatchObject({
      stripe_subscription_id: there.id,
      status: there.status,
      at_period_end: there.cancel_at_period_end,
      canceled_at: there.canceled_at === null ? null : new Date(there.canceled_at * 1000).toISOString(),
      latest_invoice: {
        id: invoice.id,
        status: invoice.status,
        amount_due: invoice.amount_due,
        amount_paid: invoice.amount_paid,
      },
    });
  };

  it('bring in what was changed in the Dashboard', async () => {
    const sub = await w.started();
    await w.stripe.subscriptions.update(sub.stripe_subscription_id ?? '', { cancel_at_period_end: true });
    for (const event of await events('customer.subscription')) await handle(event);
    expect(await w.current(sub.id)).toMatchObject({ status: 'active', cancel_at_period_end: true });
    await equalsStripe(sub);
    expect(await outboxEntries(w.table, sub.id)).toHaveLength(2);
  });

  it('bring in renewals and payments that fail, by the invoice alone', async () => {
    const sub = await w.started();
    const first = sub.latest_invoice?.id;
    const customer = sub.stripe_customer_id ?? '';
    const bad = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
    await w.stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
    await w.control('clock', { advance_seconds: 32 * DAY });
    const failed = (await events('invoice')).filter(({ type }) => type === 'invoice.payment_failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const event of failed) expect(await handle(event)).toEqual({ outcome: 'done' });
    expect(await w.current(sub.id)).toMatchObject({ status: 'past_due', latest_invoice: { status: 'open' } });
    expect((await w.current(sub.id)).latest_invoice?.id).not.toBe(first);
    await equalsStripe(sub);
    // Stripe gives up in the end.
    await w.control('clock', { advance_seconds: 32 * DAY });
    for (const event of await events('customer.subscription')) await handle(event);
    expect(await w.current(sub.id)).toMatchObject({ status: 'canceled' });
    await equalsStripe(sub);
  });

  it('carry no personal data into what is shown', async () => {
    const sub = await w.started();
    await w.stripe.customers.update(sub.stripe_customer_id ?? '', { email: 'jo@example.com', name: 'Jo' });
    await w.control('clock', { advance_seconds: 32 * DAY });
    for (const event of await all()) await handle(event);
    const current = await w.current(sub.id);
    expect(JSON.stringify(current.stripe_response)).toContain('jo@example.com');
    expect(JSON.stringify(presentSubscription(current))).not.toMatch(/jo@example|"Jo"/);
    expect(Object.keys(current.latest_invoice ?? {}).sort()).toEqual([
      'amount_due',
      'amount_paid',
      'currency',
      'id',
      'status',
    ]);
  });

  it('cost no request where the record holds the answer to the request behind them', async () => {
    const sub = await w.started();
    await cancelSubscription(sub.id, true, w.subs);
    const own = (await all()).filter(({ idempotencyKey }) => idempotencyKey?.includes(sub.id));
    expect(own.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['customer.subscription.created', 'invoice.paid']),
    );
    const before = (await w.requests()).length;
    for (const event of own) expect(await handle(event)).toEqual({ outcome: 'done' });
    expect((await w.requests()).length).toBe(before);
  });

  it('keep one that has ended ended, also when older events come late (I6)', async () => {
    const sub = await w.started();
    await w.stripe.subscriptions.cancel(sub.stripe_subscription_id ?? '');
    const told = await events('customer.subscription');
    for (const event of [...told, ...told.toReversed()]) await handle(event);
    expect(await w.current(sub.id)).toMatchObject({ status: 'canceled' });
  });

  it('end it where its customer was deleted', async () => {
    const sub = await w.started();
    await w.stripe.customers.del(sub.stripe_customer_id ?? '');
    for (const event of await events('customer.subscription')) await handle(event);
    expect(await w.current(sub.id)).toMatchObject({ status: 'canceled' });
  });

  it('link one whose creation broke off before its answer was written', async () => {
    await w.plan();
    await w.customer();
    const { id } = await w.record();
    await w.fault({ method: 'POST', path: '/v1/subscriptions', status: 500, when: 'after' });
    expect((await createAtStripe(id, w.subs)).outcome).toBe('unknown');
    const [created] = await events('customer.subscription');
    const [paid] = await events('invoice');
    if (!created || !paid) throw new Error('no event');
    // An invoice does not name our record; it waits for what does.
    expect((await handle(paid))?.outcome).toBe('later');
    expect(await handle(created)).toEqual({ outcome: 'done' });
    expect(await handle(paid)).toEqual({ outcome: 'done' });
    expect(await w.current(id)).toMatchObject({ status: 'active', operation: null, error: null });
    expect((await createAtStripe(id, w.subs)).outcome).toBe('wrong-state');
  });

  it('end the operation whose effect they show, and no other', async () => {
    const sub = await w.started();
    await w.fault({ method: 'DELETE', path: '/v1/subscriptions/:id', status: 500, when: 'after' });
    await cancelSubscription(sub.id, false, w.subs);
    const told = await events('customer.subscription');
    const [created, deleted] = [told[0], told.at(-1)];
    if (!created || deleted?.type !== 'customer.subscription.deleted') throw new Error('no event');
    expect(await handle(deleted)).toEqual({ outcome: 'done' });
    expect(await w.current(sub.id)).toMatchObject({ status: 'canceled', operation: null, error: null });

    const other = await w.started();
    await w.fault({ method: 'DELETE', path: '/v1/subscriptions/:id', status: 500, when: 'before' });
    await cancelSubscription(other.id, false, w.subs);
    await w.stripe.subscriptions.update(other.stripe_subscription_id ?? '', { metadata: { seen: 'yes' } });
    const seen = (await events('customer.subscription')).at(-1);
    if (!seen) throw new Error('no event');
    expect(await handle(seen)).toEqual({ outcome: 'done' });
    expect(await w.current(other.id)).toMatchObject({ status: 'active', operation: { status: 'unknown' } });
  });

  it("note somebody else's subscription, and let its invoices wait some minutes before", async () => {
    await w.plan();
    await w.customer();
    const customer = (await w.ports.customers.latestActive('u1'))?.stripe_customer_id ?? '';
    await w.stripe.subscriptions.create({ customer, items: [{ plan: 'gold' }] });
    const [created] = await events('customer.subscription');
    const [invoice] = await events('invoice');
    if (!created || !invoice) throw new Error('no event');
    expect((await handle(created))?.outcome).toBe('noted');
    expect((await handle(invoice))?.outcome).toBe('later');
    expect((await handle(invoice, 6 * 60_000))?.outcome).toBe('noted');
  });

  it('are nobody here to handle where an invoice bills something else', () => {
    const event = { id: 'evt_1', type: 'invoice.paid', livemode: false, previous: {}, idempotencyKey: null };
    const subjectOf = (object: Record<string, unknown>) => handler().subjectOf({ ...event, object });
    expect(subjectOf({ id: 'in_1', object: 'invoice', parent: null })).toBeNull();
    expect(subjectOf({ id: 'in_1', object: 'invoice', parent: { subscription_details: null } })).toBeNull();
    const parent = (subscription: unknown) => ({ subscription_details: { subscription } });
    expect(subjectOf({ object: 'invoice', parent: parent('sub_1') })).toBe('sub_1');
    expect(subjectOf({ object: 'invoice', parent: parent({ id: 'sub_1' }) })).toBe('sub_1');
  });

  it('report a subscription that Stripe does not know', async () => {
    const { stripe_subscription_id: stripeId } = await w.started();
    const [event] = await events('customer.subscription');
    if (!event) throw new Error('no event');
    await w.fault({ method: 'GET', path: '/v1/subscriptions/:id', status: 404 });
    expect(await handle({ ...event, idempotencyKey: null })).toEqual({
      outcome: 'failed',
      error: `Stripe does not know subscription ${stripeId}`,
    });
  });

  it('leave the record equal to Stripe in every order of delivery, whatever its life was (I5)', async () => {
    const steps = {
      renew: () => w.control('clock', { advance_seconds: 31 * DAY }),
      cancelAtPeriodEnd: (stripeId: string) =>
        w.stripe.subscriptions.update(stripeId, { cancel_at_period_end: true }),
      undo: (stripeId: string) => w.stripe.subscriptions.update(stripeId, { cancel_at_period_end: false }),
      cancel: (stripeId: string) => w.stripe.subscriptions.cancel(stripeId),
      cancelHere: (_: string, id: string) => cancelSubscription(id, true, w.subs),
      undoHere: (_: string, id: string) => undoCancellation(id, null, { ...w.subs, timeZone: 'UTC' }),
    };
    const names = Object.keys(steps) as (keyof typeof steps)[];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(1_000)),
        fc.integer({ min: 1, max: 3 }),
        async (life, order, atOnce) => {
          await w.close();
          w = await subscriptionWorld();
          const sub = await w.started();
          const stripeId = sub.stripe_subscription_id ?? '';
          for (const name of life) {
            // What has ended can be changed no more.
            await steps[name](stripeId, sub.id).catch(() => null);
          }
          const told = (await all())
            .filter((event) => handler().subjectOf(event) === stripeId)
            .map((event) => ({ ...event, idempotencyKey: null }));
          const delivered = [...told, ...told]
            .map((event) => ({ event, at: order.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ event }) => event);
          for (let i = 0; i < delivered.length; i += atOnce) {
            await Promise.all(delivered.slice(i, i + atOnce).map((event) => handle(event)));
          }
          await equalsStripe(sub);
          expect(await w.current(sub.id)).toMatchObject({ operation: null });
        },
      ),
      { numRuns: 8 },
    );
  });
});
