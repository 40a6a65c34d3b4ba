import { attachCard } from '../../lib/customer/attach-card';
import { createCustomer } from '../../lib/customer/create-customer';
import type { Customer } from '../../lib/customer/customer';
import { customerEvents } from '../../lib/customer/handle-customer-events';
import { recoverOperation } from '../../lib/customer/recover-operation';
import { type World, world } from '../fixtures/world';

const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };

describe('attachCard', () => {
  let w: World;
  let customer: Customer;
  beforeEach(async () => {
    w = await world();
    customer = await createFrom('tok_visa');
  });
  afterEach(() => w.close());

  const createFrom = async (token: string): Promise<Customer> => {
    const input = { owner: 'u1', token, stripeJsResponse: { id: token }, livemode: false };
    const result = await createCustomer(input, w.ports);
    if (result.outcome !== 'created') throw new Error(result.outcome);
    return result.customer;
  };
  const attach = (token: string, owner = 'u1') =>
    attachCard(
      { owner, stripeCustomerId: customer.stripe_customer_id ?? '', token, stripeJsResponse: { id: token } },
      w.ports,
    );
  const current = async () => {
    const found = await w.ports.customers.find('u1', customer.id);
    if (!found) throw new Error('gone');
    return found;
  };
  const recover = async () => recoverOperation(await current(), RUN, w.ports);
  const defaultAtStripe = async () => {
    const found = await w.stripe.customers.retrieve(customer.stripe_customer_id ?? '');
    if (found.deleted) throw new Error('deleted');
    return { card: found.default_source, invoices: found.invoice_settings.default_payment_method };
  };

  it.each(['tok_mastercard', 'pm_card_mastercard'])(
    'adds %s, keeps the other card, moves the default',
    async (token) => {
      const result = await attach(token);
      if (result.outcome !== 'attached') throw new Error(result.outcome);
      const added = result.customer.sources.find(({ id }) => id === result.customer.default_source);
      expect(added?.brand).toMatch(/mastercard/i);
      expect(result.customer.sources.map(({ id }) => id)).toContain(customer.default_source);
      expect(result.customer.sources).toHaveLength(2);
      expect(result.customer.operation).toBeNull();
      const atStripe = await defaultAtStripe();
      // What a charge and what an invoice would use is the new card.
      expect(atStripe.invoices ?? atStripe.card).toBe(added?.id);
    },
  );

  it('moves the default for invoices back from a payment method to a token', async () => {
    await attach('pm_card_mastercard');
    const result = await attach('tok_amex');
    if (result.outcome !== 'attached') throw new Error(result.outcome);
    const atStripe = await defaultAtStripe();
    expect(atStripe).toEqual({ card: result.customer.default_source, invoices: null });
    expect(result.customer.sources).toHaveLength(3);
  });

  it('adds the card once when the same token comes again', async () => {
    await attach('tok_mastercard');
    const before = (await w.requests()).length;
    expect((await attach('tok_mastercard')).outcome).toBe('attached');
    expect((await w.requests()).length).toBe(before);
    expect((await current()).sources).toHaveLength(2);
  });

  it('adds one card when ten requests bring the same token at once', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => attach('tok_mastercard')));
    expect(results.some(({ outcome }) => outcome === 'attached')).toBe(true);
    expect(results.every(({ outcome }) => ['attached', 'under-way'].includes(outcome))).toBe(true);
    expect((await w.ports.stripeCustomers.retrieve(customer.stripe_customer_id ?? ''))?.cards).toHaveLength(
      2,
    );
  });

  it("does not find another owner's customer", async () => {
    expect(await attach('tok_mastercard', 'u2')).toEqual({ outcome: 'not-found' });
    expect((await current()).version).toBe(customer.version);
  });

  it('changes nothing when the card is declined', async () => {
    const result = await attach('tok_chargeDeclined');
    expect(result).toMatchObject({ outcome: 'refused', message: 'Your card was declined.' });
    const after = await current();
    expect({ ...after, version: 0, stripe_js_response: 0 }).toEqual({
      ...customer,
      version: 0,
      stripe_js_response: 0,
    });
  });

  it('is finished by recovery when the process died between the two steps', async () => {
    const send = w.ports.stripe.send;
    let calls = 0;
    const stripe = { send: (...args: Parameters<typeof send>) => (++calls > 1 ? dead() : send(...args)) };
    const dying = { ...w.ports, stripe };
    const input = {
      owner: 'u1',
      stripeCustomerId: customer.stripe_customer_id ?? '',
      token: 'tok_mastercard',
    };
    await expect(attachCard({ ...input, stripeJsResponse: {} }, dying)).rejects.toThrow('killed');
    expect((await attach('tok_amex')).outcome).toBe('under-way');
    w.advance(36_000);
    expect(await recover()).toBe('changed');
    const after = await current();
    expect(after).toMatchObject({ operation: null });
    expect(after.sources).toHaveLength(2);
    expect(after.default_source).not.toBe(customer.default_source);
    expect((await defaultAtStripe()).card).toBe(after.default_source);
  });

  it.each([
    ['before', 1, 'the card was not added'],
    ['after', 2, 'the card was added'],
  ])('settles a 500 %s the effect', async (when, cards) => {
    await w.fault({ method: 'POST', path: '/v1/customers/:id/sources', status: 500, when });
    expect(await attach('tok_mastercard')).toEqual({ outcome: 'unknown' });
    w.advance(61_000);
    await recover();
    const after = await current();
    expect(after.operation).toBeNull();
    expect(after.sources).toHaveLength(cards);
    expect((await defaultAtStripe()).card).toBe(after.default_source);
  });

  const webhookArrives = async () => {
    const { outcome } = await customerEvents(w.ports).handle(customer.stripe_customer_id ?? '', []);
    expect(outcome).toBe('done');
  };
  /** The ports of a process that dies at its nth write of the record. */
  const dyingAt = (nth: number) => {
    let writes = 0;
    const save: typeof w.ports.customers.save = (...args) =>
      ++writes === nth ? dead() : w.ports.customers.save(...args);
    return { ...w.ports, customers: { ...w.ports.customers, save } };
  };
  const input = (token: string) => ({
    owner: 'u1',
    stripeCustomerId: customer.stripe_customer_id ?? '',
    token,
    stripeJsResponse: { id: token },
  });

  it('does not write an answer that Stripe repeats over what the Dashboard changed since (I5)', async () => {
    const original = customer.default_source ?? '';
    await expect(attachCard(input('tok_mastercard'), dyingAt(3))).rejects.toThrow('killed');
    await w.stripe.customers.update(customer.stripe_customer_id ?? '', { default_source: original });
    await webhookArrives();
    w.advance(36_000);
    await recover();
    expect(await current()).toMatchObject({ operation: null, default_source: original });
  });

  it('makes no other card the default when the one it was about is gone', async () => {
    const second = await attach('tok_mastercard');
    if (second.outcome !== 'attached') throw new Error(second.outcome);
    await w.fault({ method: 'POST', path: '/v1/customers/:id', status: 500, when: 'before' });
    await attach('tok_amex');
    const amex = (await w.ports.stripeCustomers.retrieve(customer.stripe_customer_id ?? ''))?.cards.at(-1);
    const id = customer.stripe_customer_id ?? '';
    const sources = (await w.stripe.customers.listSources(id)).data;
    const added = sources.find((card) => 'brand' in card && card.brand === 'American Express');
    await w.stripe.customers.deleteSource(id, added?.id ?? amex?.id ?? '');
    w.advance(61_000);
    await recover();
    expect(await current()).toMatchObject({
      operation: null,
      default_source: second.customer.default_source,
    });
  });

  it('does not take a card that somebody else added for its own', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers/:id/sources', status: 500, when: 'before' });
    expect(await attach('tok_mastercard')).toEqual({ outcome: 'unknown' });
    await w.stripe.customers.createSource(customer.stripe_customer_id ?? '', { source: 'tok_amex' });
    w.advance(61_000);
    await recover();
    const after = await current();
    expect(after).toMatchObject({ operation: null, default_source: customer.default_source });
    expect(after.sources).toHaveLength(2);
  });

  it('goes on to the second step when recovery itself dies between the two', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers/:id/sources', status: 500, when: 'after' });
    expect(await attach('tok_mastercard')).toEqual({ outcome: 'unknown' });
    w.advance(61_000);
    const send = () => dead();
    await expect(recoverOperation(await current(), RUN, { ...w.ports, stripe: { send } })).rejects.toThrow(
      'killed',
    );
    w.advance(36_000);
    await recover();
    const after = await current();
    expect(after.operation).toBeNull();
    expect(after.default_source).not.toBe(customer.default_source);
    expect(after.sources).toHaveLength(2);
  });

  it('knows the token again after its second step was settled by looking', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers/:id', status: 500, when: 'after' });
    expect(await attach('tok_mastercard')).toEqual({ outcome: 'unknown' });
    w.advance(61_000);
    await recover();
    expect((await attach('tok_mastercard')).outcome).toBe('attached');
    expect((await current()).sources).toHaveLength(2);
  });

  it('makes a card the default again when its token comes again after the Dashboard chose another', async () => {
    const added = await attach('tok_mastercard');
    if (added.outcome !== 'attached') throw new Error(added.outcome);
    await w.stripe.customers.update(customer.stripe_customer_id ?? '', {
      default_source: customer.default_source ?? '',
    });
    await webhookArrives();
    const again = await attach('tok_mastercard');
    expect(again).toMatchObject({
      outcome: 'attached',
      customer: { default_source: added.customer.default_source, sources: [{}, {}] },
    });
  });

  it('prefers a payment method that the customer has already, without adding it again', async () => {
    const added = await attach('pm_card_mastercard');
    if (added.outcome !== 'attached') throw new Error(added.outcome);
    await attach('tok_amex');
    const before = (await w.requests()).filter(({ path }) => path.endsWith('/attach')).length;
    const again = await attach(added.customer.default_source ?? '');
    expect(again).toMatchObject({
      outcome: 'attached',
      customer: { default_source: added.customer.default_source, sources: [{}, {}, {}] },
    });
    expect((await w.requests()).filter(({ path }) => path.endsWith('/attach'))).toHaveLength(before);
  });

  it('ends, and frees the customer, when Stripe does not know the customer any more', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers/:id/sources', status: 500, when: 'before' });
    expect(await attach('tok_mastercard')).toEqual({ outcome: 'unknown' });
    w.advance(61_000);
    await w.fault({ method: 'GET', path: '/v1/customers/:id', status: 404, when: 'before' });
    await recover();
    expect((await current()).operation).toBeNull();
  });

  it('is not sent again under a key that Stripe has forgotten', async () => {
    await expect(attachCard(input('tok_mastercard'), dyingAt(2))).rejects.toThrow('killed');
    w.advance(25 * 3600_000);
    const before = (await w.requests()).filter(({ method }) => method === 'POST').length;
    expect((await attach('tok_mastercard')).outcome).toBe('under-way');
    expect((await w.requests()).filter(({ method }) => method === 'POST')).toHaveLength(before);
    await recover();
    expect((await current()).operation).toBeNull();
    expect((await current()).sources).toHaveLength(2);
  });

  it('does not lose a change that a webhook wrote in between', async () => {
    // The first answer arrives after somebody else has written the record.
    const send = w.ports.stripe.send;
    const meddling = {
      send: async (...args: Parameters<typeof send>) => {
        const answer = await send(...args);
        const now = await current();
        await w.ports.customers.save({ ...now, version: now.version + 1 }, now);
        return answer;
      },
    };
    const input = {
      owner: 'u1',
      stripeCustomerId: customer.stripe_customer_id ?? '',
      token: 'pm_card_mastercard',
    };
    const result = await attachCard({ ...input, stripeJsResponse: {} }, { ...w.ports, stripe: meddling });
    expect(result.outcome).toBe('attached');
    const after = await current();
    expect(after).toMatchObject({ operation: null });
    expect(after.sources).toHaveLength(2);
  });
});

const dead = () => Promise.reject(new Error('killed'));
