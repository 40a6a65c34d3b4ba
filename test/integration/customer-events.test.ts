import fc from 'fast-check';
import type Stripe from 'stripe';
import { attachCard } from '../../lib/customer/attach-card';
import { createCustomer } from '../../lib/customer/create-customer';
import type { Customer } from '../../lib/customer/customer';
import { customerEvents } from '../../lib/customer/handle-customer-events';
import { readStripeEvent, type StripeEvent } from '../../lib/webhook/stripe-event';
import { type World, world } from '../fixtures/world';

describe('customer events', () => {
  let w: World;
  let customer: Customer;
  beforeEach(async () => {
    w = await world();
    customer = await create('u1', 'tok_visa');
  });
  afterEach(() => w.close());

  const create = async (owner: string, token: string): Promise<Customer> => {
    const input = { owner, token, stripeJsResponse: { id: token }, livemode: false };
    const result = await createCustomer(input, w.ports);
    if (result.outcome !== 'created') throw new Error(result.outcome);
    return result.customer;
  };
  const stripeId = () => customer.stripe_customer_id ?? '';
  const handler = () => customerEvents(w.ports);
  const current = async () => {
    const found = await w.ports.customers.find('u1', customer.id);
    if (!found) throw new Error('gone');
    return found;
  };
  const events = async (): Promise<StripeEvent[]> =>
    (await w.stripe.events.list({ limit: 100 })).data.map(eventOf).filter((event) => event !== null);
  const handle = async (event: StripeEvent, age = 0) => {
    const subject = handler().subjectOf(event);
    return subject ? handler().handle(subject, [{ event, age }]) : null;
  };
  const equalsStripe = async () => {
    const atStripe = await w.ports.stripeCustomers.retrieve(stripeId());
    const here = await current();
    expect(here.state).toBe(atStripe?.deleted ? 'deleted' : 'created');
    if (atStripe?.deleted)
      return expect(here).toMatchObject({ is_active: false, sources: [], default_source: null });
    expect(here.default_source).toBe(atStripe?.default_source);
    expect(here.sources.map(({ id }) => id).sort()).toEqual(atStripe?.cards.map(({ id }) => id).sort());
  };

  it('brings in what was changed in the Dashboard', async () => {
    const added = await w.stripe.customers.createSource(stripeId(), { source: 'tok_amex' });
    await w.stripe.customers.update(stripeId(), { default_source: added.id });
    for (const event of await events()) await handle(event);
    expect((await current()).default_source).toBe(added.id);
    await equalsStripe();
  });

  it('finds the customer of a detached payment method by its previous attributes', async () => {
    const method = await w.stripe.paymentMethods.attach('pm_card_mastercard', { customer: stripeId() });
    for (const event of await events()) await handle(event);
    expect((await current()).sources).toHaveLength(2);
    await w.stripe.paymentMethods.detach(method.id);
    const detached = (await events()).find(({ type }) => type === 'payment_method.detached');
    if (!detached) throw new Error('no event');
    expect(await handle(detached)).toEqual({ outcome: 'done' });
    expect((await current()).sources).toHaveLength(1);
  });

  it('keeps a deleted customer as a tombstone, also when older events come late (I6)', async () => {
    await w.stripe.customers.del(stripeId());
    const all = await events();
    for (const event of all) await handle(event);
    for (const event of all.reverse()) await handle(event);
    expect(await current()).toMatchObject({ state: 'deleted', is_active: false });
  });

  it('costs no Stripe request where the record holds the answer to the request behind the event', async () => {
    const own = (await events()).filter(({ idempotencyKey }) => idempotencyKey !== null);
    expect(own.length).toBeGreaterThan(0);
    const before = (await w.requests()).length;
    for (const event of own) expect(await handle(event)).toEqual({ outcome: 'done' });
    expect((await w.requests()).length).toBe(before);
  });

  it('raises the version even when nothing changed, so that an older answer cannot slip in (I5)', async () => {
    const before = await current();
    const foreign = { ...((await events())[0] as StripeEvent), idempotencyKey: 'another' };
    expect(await handle(foreign)).toEqual({ outcome: 'done' });
    const after = await current();
    expect(after.version).toBe(before.version + 1);
    expect(after.updated).toBe(before.updated);
  });

  it('ends with the newer answer when two refetches return in the other order (I5)', async () => {
    const [event] = await events();
    if (!event) throw new Error('no event');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isFirst = true;
    const slow = {
      ...w.ports.stripeCustomers,
      retrieve: async (id: string) => {
        const hold = isFirst;
        isFirst = false;
        const answer = await w.ports.stripeCustomers.retrieve(id);
        if (hold) await held;
        return answer;
      },
    };
    const changed = { ...event, idempotencyKey: null };
    const first = customerEvents({ ...w.ports, stripeCustomers: slow }).handle(stripeId(), [
      { event: changed, age: 0 },
    ]);
    await w.stripe.customers.createSource(stripeId(), { source: 'tok_amex' });
    await handle(changed);
    release();
    expect(await first).toEqual({ outcome: 'done' });
    await equalsStripe();
  });

  it('links a customer whose creation broke off before its answer was written', async () => {
    const input = { owner: 'u1', token: 'tok_mastercard', stripeJsResponse: {}, livemode: false };
    const save = () => Promise.reject(new Error('killed'));
    await expect(
      createCustomer(input, { ...w.ports, customers: { ...w.ports.customers, save } }),
    ).rejects.toThrow();
    for (const event of await events()) await handle(event);
    const [made] = (await w.stripe.customers.list({ limit: 1 })).data;
    const linked = await w.ports.customers.findByStripeId(made?.id ?? '');
    expect(linked).toMatchObject({ state: 'created', is_active: true, operation: null });
    expect(await createCustomer(input, w.ports)).toMatchObject({ outcome: 'exists' });
  });

  it('waits some minutes for a customer nobody knows, then notes it; one made elsewhere it notes at once', async () => {
    const foreign = await w.stripe.customers.create({ source: 'tok_visa' });
    const all = await events();
    const about = (type: string) => all.find((event) => event.type === type && mentions(event, foreign.id));
    const [created, card] = [about('customer.created'), about('customer.source.created')];
    if (!created || !card) throw new Error('no event');
    expect((await handle(created))?.outcome).toBe('noted');
    expect((await handle(card))?.outcome).toBe('later');
    expect((await handle(card, 6 * 60_000))?.outcome).toBe('noted');
  });

  it('reports a customer that Stripe does not know', async () => {
    const [event] = await events();
    if (!event) throw new Error('no event');
    await w.fault({ method: 'GET', path: '/v1/customers/:id', status: 404, when: 'before' });
    const result = await handle({ ...event, idempotencyKey: null });
    expect(result).toEqual({ outcome: 'failed', error: `Stripe does not know customer ${stripeId()}` });
  });

  it('equals Stripe after every order of delivery, duplicates and omissions of all but the last included (I5)', async () => {
    await attachCard(
      { owner: 'u1', stripeCustomerId: stripeId(), token: 'tok_amex', stripeJsResponse: {} },
      w.ports,
    );
    const method = await w.stripe.paymentMethods.attach('pm_card_mastercard', { customer: stripeId() });
    await w.stripe.customers.update(stripeId(), { invoice_settings: { default_payment_method: method.id } });
    await w.stripe.paymentMethods.detach(method.id);
    const all = (await events()).map((event) => ({ ...event, idempotencyKey: null }));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...all, ...all], { minLength: 1 }), async (delivered) => {
        await Promise.all(delivered.slice(0, 3).map((event) => handle(event)));
        for (const event of delivered.slice(3)) await handle(event);
        const last = delivered.at(-1);
        if (last) await handle(last);
        await equalsStripe();
      }),
      { numRuns: 8 },
    );
  });
});

function eventOf(event: Stripe.Event): StripeEvent | null {
  return readStripeEvent(JSON.stringify(event));
}

function mentions(event: StripeEvent, stripeId: string): boolean {
  return JSON.stringify(event.object).includes(stripeId);
}
