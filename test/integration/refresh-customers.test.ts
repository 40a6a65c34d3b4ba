import { createCustomer } from '../../lib/customer/create-customer';
import { refreshCustomer } from '../../lib/customer/refresh-customer';
import { refreshListed } from '../../lib/customer/refresh-customers';
import { stripeCustomerPages } from '../../lib/stripe/stripe-customer-pages';
import { type World, world } from '../fixtures/world';

const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };

describe('refresh-customers', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const customer = async (owner: string) => {
    const input = { owner, token: 'tok_visa', stripeJsResponse: { id: 'tok_visa' }, livemode: false };
    const made = await createCustomer(input, w.ports);
    if (made.outcome !== 'created') throw new Error(made.outcome);
    return made.customer;
  };
  const pages = () => stripeCustomerPages(async () => w.stripe, w.ports.time.now);
  const run = async (after: string | null = null, dryRun = false) => {
    const steps: string[] = [];
    for await (const listed of pages().all(after)) {
      steps.push(await refreshListed(listed, { ...RUN, dryRun }, w.ports));
    }
    return steps;
  };
  const lists = async () =>
    (await w.requests()).filter(({ method, path }) => method === 'GET' && path === '/v1/customers').length;

  it('takes one request for a hundred, and writes only what changed', async () => {
    const mine = await customer('u1');
    const other = await customer('u2');
    for (let i = 0; i < 119; i += 1) await w.stripe.customers.create();
    await w.stripe.customers.createSource(mine.stripe_customer_id ?? '', { source: 'tok_mastercard' });
    w.advance(60_000);
    const before = (await w.requests()).length;
    const steps = await run();
    expect(steps).toHaveLength(121);
    expect(steps.filter((step) => step === 'changed')).toHaveLength(1);
    expect([await lists(), (await w.requests()).length - before]).toEqual([2, 2]);
    const now = await w.ports.customers.find('u1', mine.id);
    expect(now?.sources.map(({ brand }) => brand).sort()).toEqual(['MasterCard', 'Visa']);
    expect((await w.ports.customers.find('u2', other.id))?.version).toBe(other.version);
    expect((await run()).filter((step) => step === 'changed')).toEqual([]);
  });

  it('changes nothing on a dry run, and counts what it would', async () => {
    const mine = await customer('u1');
    await w.stripe.customers.createSource(mine.stripe_customer_id ?? '', { source: 'tok_mastercard' });
    expect(await run(null, true)).toEqual(['changed']);
    expect((await w.ports.customers.find('u1', mine.id))?.version).toBe(mine.version);
  });

  it('I5: does not bring back what a page showed before the record was brought up to date', async () => {
    const mine = await customer('u1');
    const id = mine.stripe_customer_id ?? '';
    const reload = () => w.ports.customers.find('u1', mine.id);
    w.advance(60_000);
    const { value: listed } = await pages().all(null)[Symbol.asyncIterator]().next();
    const added = await w.stripe.customers.createSource(id, { source: 'tok_mastercard' });
    await w.stripe.customers.update(id, { default_source: added.id });
    await refreshCustomer(reload, w.ports);
    if (!listed) throw new Error('nothing is listed');
    expect(await refreshListed(listed, RUN, w.ports)).toBe('skipped');
    expect(await reload()).toMatchObject({ default_source: added.id });
  });

  it('keeps payment methods that a page does not show', async () => {
    const mine = await customer('u1');
    const id = mine.stripe_customer_id ?? '';
    await w.stripe.paymentMethods.attach('pm_card_amex', { customer: id });
    const reload = () => w.ports.customers.find('u1', mine.id);
    await refreshCustomer(reload, w.ports);
    await w.stripe.customers.createSource(id, { source: 'tok_mastercard' });
    await run();
    expect((await reload())?.sources.map(({ object }) => object).sort()).toEqual([
      'card',
      'card',
      'payment_method',
    ]);
  });

  it('fetches one whole whose page shows the first of its cards only', async () => {
    const mine = await customer('u1');
    const id = mine.stripe_customer_id ?? '';
    for (let i = 0; i < 11; i += 1) await w.stripe.customers.createSource(id, { source: 'tok_visa' });
    expect(await run()).toEqual(['changed']);
    expect((await w.ports.customers.find('u1', mine.id))?.sources).toHaveLength(12);
    expect(await run()).toEqual(['skipped']);
  });

  it('goes on behind a customer, and from the beginning where that one is gone', async () => {
    await customer('u1');
    const second = await customer('u2');
    await customer('u3');
    expect(await run(second.stripe_customer_id)).toHaveLength(1);
    await w.stripe.customers.del(second.stripe_customer_id ?? '');
    expect(await run(second.stripe_customer_id)).toHaveLength(2);
  });

  it('asks for a failing page again, and not where our key is refused', async () => {
    await customer('u1');
    await w.fault({ method: 'GET', path: '/v1/customers', status: 500, times: 2 });
    expect(await run()).toEqual(['skipped']);
    await w.fault({ method: 'GET', path: '/v1/customers', status: 401 });
    await expect(run()).rejects.toThrow('The API key is refused');
  });
});
