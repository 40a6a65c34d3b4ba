import { changeDescription } from '../../lib/customer/change-description';
import { createCustomer } from '../../lib/customer/create-customer';
import { customerCourse } from '../../lib/customer/customer-course';
import { StripeDeniedError } from '../../lib/operation/errors';
import { recoverOperation } from '../../lib/operation/recover-operation';
import { type World, world } from '../fixtures/world';

const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };

describe('changeDescription', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const customer = async () => {
    const input = { owner: 'u1', token: 'tok_visa', stripeJsResponse: { id: 'tok_visa' }, livemode: false };
    const made = await createCustomer(input, w.ports);
    if (made.outcome !== 'created') throw new Error(made.outcome);
    return made.customer;
  };
  const stored = async (id: string) => {
    const found = await w.ports.customers.find('u1', id);
    if (!found) throw new Error('gone');
    return found;
  };
  const atStripe = async (id: string | null) => {
    const found = await w.stripe.customers.retrieve(id ?? '');
    return 'description' in found ? found.description : null;
  };
  const change = async (id: string) => changeDescription(await stored(id), 'A good one', w.ports);
  const PATH = '/v1/customers/:id';

  it('changes it at Stripe in one request, and leaves the cards as they are', async () => {
    const { id, stripe_customer_id, sources } = await customer();
    const before = (await w.requests()).length;
    expect(await change(id)).toMatchObject({ outcome: 'done', record: { id, sources, operation: null } });
    expect((await w.requests()).length - before).toBe(1);
    expect(await atStripe(stripe_customer_id)).toBe('A good one');
  });

  it('is refused in Stripe’s words, and leaves nothing behind', async () => {
    const { id } = await customer();
    await w.fault({ method: 'POST', path: PATH, status: 400, error: { message: 'No.' } });
    expect(await change(id)).toMatchObject({ outcome: 'refused', failure: { message: 'No.' } });
    expect((await stored(id)).operation).toBeNull();
  });

  it('leaves nothing behind when our key is not accepted', async () => {
    const { id } = await customer();
    await w.fault({ method: 'POST', path: PATH, status: 401 });
    await expect(change(id)).rejects.toThrow(StripeDeniedError);
    expect((await stored(id)).operation).toBeNull();
  });

  it('is finished by recovery when the answer was lost, and tells others to wait until then', async () => {
    const { id, stripe_customer_id } = await customer();
    await w.fault({ method: 'POST', path: PATH, disconnect: true, times: 3 });
    expect((await change(id)).outcome).toBe('unavailable');
    expect((await change(id)).outcome).toBe('wrong-state');
    w.advance(1_000);
    expect(await recoverOperation(await stored(id), customerCourse(w.ports), RUN, w.ports)).toBe('changed');
    expect((await stored(id)).operation).toBeNull();
    expect(await atStripe(stripe_customer_id)).toBe('A good one');
  });

  it('takes what Stripe shows for the truth when it broke off', async () => {
    const { id } = await customer();
    await w.fault({ method: 'POST', path: PATH, status: 500, when: 'after' });
    expect((await change(id)).outcome).toBe('unknown');
    w.advance(2 * 60_000);
    expect(await recoverOperation(await stored(id), customerCourse(w.ports), RUN, w.ports)).toBe('changed');
    expect((await stored(id)).operation).toBeNull();
  });

  it('does nothing to a customer that is deleted at Stripe', async () => {
    const { id } = await customer();
    const deleted = { ...(await stored(id)), state: 'deleted' as const };
    expect(await changeDescription(deleted, 'x', w.ports)).toMatchObject({ outcome: 'wrong-state' });
  });
});
