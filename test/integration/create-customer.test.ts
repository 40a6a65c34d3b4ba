import { createCustomer } from '../../lib/customer/create-customer';
import { recoverOperation } from '../../lib/customer/recover-operation';
import { StripeDeniedError } from '../../lib/operation/errors';
import { allItems } from '../fixtures/records-table';
import { type World, world } from '../fixtures/world';

const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };
const input = (token: string, owner = 'u1') => ({
  owner,
  token,
  stripeJsResponse: { id: token, object: 'token' },
  livemode: false,
});

describe('createCustomer', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const create = (token: string, owner?: string) => createCustomer(input(token, owner), w.ports);
  const customersAtStripe = async () => (await w.stripe.customers.list({ limit: 100 })).data;
  const recover = async () => {
    for (const item of await allItems(w.table)) {
      const found = await w.ports.customers.find(String(item['owner']), String(item['id']));
      if (found) await recoverOperation(found, RUN, w.ports);
    }
  };

  it.each(['tok_visa', 'pm_card_visa'])(
    'makes one customer from %s, with the card as default',
    async (token) => {
      const result = await create(token);
      expect(result).toMatchObject({
        outcome: 'created',
        customer: { owner: 'u1', state: 'created', is_active: true, version: 2, operation: null },
      });
      const [atStripe, ...others] = await customersAtStripe();
      expect(others).toEqual([]);
      if (result.outcome !== 'created') throw new Error('not created');
      expect(result.customer.stripe_customer_id).toBe(atStripe?.id);
      expect(atStripe?.metadata).toEqual({ aa_stripe_id: result.customer.id });
      expect(atStripe?.description).toBe('u1 id: u1');
      const [card, ...rest] = result.customer.sources;
      expect(rest).toEqual([]);
      expect(card).toMatchObject({ brand: expect.stringMatching(/^visa$/i), last4: '4242' });
      expect(result.customer.default_source).toBe(card?.id);
      // One request, and no personal data in what is kept of the card.
      expect((await w.requests()).filter(({ method }) => method === 'POST')).toHaveLength(1);
      expect(Object.keys(card ?? {}).sort()).toEqual([
        'brand',
        'exp_month',
        'exp_year',
        'id',
        'last4',
        'object',
      ]);
    },
  );

  it('answers the same customer to the same token, and another to another owner', async () => {
    const first = await create('tok_visa');
    const again = await create('tok_visa');
    const other = await create('tok_visa', 'u2');
    expect(again).toEqual({ outcome: 'exists', customer: 'customer' in first ? first.customer : null });
    expect(other.outcome).toBe('created');
    expect(await customersAtStripe()).toHaveLength(2);
  });

  it('makes one customer of ten requests at once', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => create('tok_visa')));
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(results.every(({ outcome }) => ['created', 'exists', 'under-way'].includes(outcome))).toBe(true);
    expect(await customersAtStripe()).toHaveLength(1);
  });

  it('leaves nothing behind when the card is declined, and takes the same token again', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers', status: 402, when: 'before', error: declined });
    expect(await create('tok_visa')).toEqual({ outcome: 'refused', message: 'Your card was declined.' });
    expect(await allItems(w.table)).toEqual([]);
    expect((await create('tok_visa')).outcome).toBe('created');
  });

  it('passes on what Stripe says of a token it does not know', async () => {
    const result = await create('tok_unheardof');
    expect(result).toMatchObject({ outcome: 'refused', message: expect.stringContaining('No such token') });
    expect(await allItems(w.table)).toEqual([]);
  });

  it('finishes under the same key when the answer was lost after the effect', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers', disconnect: true, when: 'after' });
    expect((await create('tok_visa')).outcome).toBe('created');
    expect(await customersAtStripe()).toHaveLength(1);
    const keys = (await w.requests()).map(({ idempotency_key }) => idempotency_key).filter(Boolean);
    expect(new Set(keys).size).toBe(1);
  });

  it('stays due while Stripe limits the rate, and the same request finishes it', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers', status: 429, times: 3, when: 'before' });
    expect((await create('tok_visa')).outcome).toBe('unavailable');
    expect((await create('tok_visa')).outcome).toBe('created');
    expect(await customersAtStripe()).toHaveLength(1);
  });

  it('stays due, and makes nothing, while the API key is wrong', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers', status: 401, times: 2, when: 'before' });
    await expect(create('tok_visa')).rejects.toThrow(StripeDeniedError);
    const [item] = await allItems(w.table);
    expect(item).toMatchObject({ state: 'creating', is_active: false });
    await expect(recover()).rejects.toThrow(StripeDeniedError);
    await recover();
    expect((await create('tok_visa')).outcome).toBe('exists');
  });

  it('finds out by looking what became of a 500 after the effect', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers', status: 500, when: 'after' });
    expect(await create('tok_visa')).toEqual({ outcome: 'unknown' });
    expect((await create('tok_visa')).outcome).toBe('under-way');
    w.advance(61_000);
    await recover();
    const settled = await create('tok_visa');
    expect(settled).toMatchObject({ outcome: 'exists', customer: { state: 'created' } });
    expect(await customersAtStripe()).toHaveLength(1);
  });

  it('drops an attempt of which Stripe knows nothing only once its key is forgotten', async () => {
    await w.fault({ method: 'POST', path: '/v1/customers', status: 500, when: 'before' });
    expect(await create('tok_visa')).toEqual({ outcome: 'unknown' });
    w.advance(61_000);
    await recover();
    expect(await allItems(w.table)).toHaveLength(1);
    w.advance(24 * 3600_000);
    await recover();
    expect(await allItems(w.table)).toEqual([]);
    expect((await create('tok_visa')).outcome).toBe('created');
  });

  it('is not sent again under a key that Stripe has forgotten', async () => {
    const ports = {
      ...w.ports,
      customers: { ...w.ports.customers, save: () => Promise.reject(new Error('killed')) },
    };
    await expect(createCustomer(input('tok_visa'), ports)).rejects.toThrow('killed');
    w.advance(25 * 3600_000);
    expect((await create('tok_visa')).outcome).toBe('under-way');
    await recover();
    expect(await create('tok_visa')).toMatchObject({ outcome: 'exists', customer: { state: 'created' } });
    expect(await customersAtStripe()).toHaveLength(1);
  });

  it('says so when the customer was deleted at Stripe before its answer was written', async () => {
    const ports = {
      ...w.ports,
      customers: { ...w.ports.customers, save: () => Promise.reject(new Error('killed')) },
    };
    await expect(createCustomer(input('tok_visa'), ports)).rejects.toThrow('killed');
    const [made] = await customersAtStripe();
    await w.stripe.customers.del(made?.id ?? '');
    w.advance(36_000);
    expect(await create('tok_visa')).toEqual({ outcome: 'deleted' });
    expect(await create('tok_visa')).toEqual({ outcome: 'deleted' });
    const [item] = await allItems(w.table);
    expect(item).toMatchObject({ state: 'deleted', is_active: false, stripe_customer_id: made?.id });
  });

  it('takes over from a process that died after Stripe had acted', async () => {
    const died = new Error('killed');
    const ports = { ...w.ports, customers: { ...w.ports.customers, save: () => Promise.reject(died) } };
    await expect(createCustomer(input('tok_visa'), ports)).rejects.toThrow(died);
    expect(await create('tok_visa')).toMatchObject({ outcome: 'under-way', retryAfterSeconds: 35 });
    w.advance(36_000);
    expect((await create('tok_visa')).outcome).toBe('created');
    expect(await customersAtStripe()).toHaveLength(1);
  });
});

const declined = {
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
};
