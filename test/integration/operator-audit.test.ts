import * as v from 'valibot';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { type EveryFunction, everyFunction } from '../fixtures/every-function';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { receivedWebhook } from '../fixtures/webhooks';

const Body = v.record(v.string(), v.unknown());

describe('operators’ changes', () => {
  let every: EveryFunction;
  beforeAll(async () => {
    every = await everyFunction();
  });
  afterAll(() => every.close());

  const call = async (route: string, options: object = {}) => {
    const { status, text } = await every.call({ caller: 'op', route, ...options });
    return { status, body: v.parse(Body, JSON.parse(text || '{}')) };
  };
  const post = (route: string, body?: object, params: Record<string, string> = {}, more: object = {}) =>
    call(`POST /aa-stripe/${route}`, {
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      pathParameters: params,
      ...more,
    });
  const trail = async (record?: string) => {
    const { body } = await call('GET /aa-stripe/audit', { ...(record && { query: { record } }) });
    return v.parse(v.array(Body), body['results']);
  };

  it('leave who, what and how it ended, refusals too; looking leaves nothing', async () => {
    const charge = { user: 'u1', amount: 500, description: 'Lunch' };
    const made = await post('charges', charge);
    const id = String(made.body['id']);
    await post('charges/{id}/charge', undefined, { id }, { caller: 'op2' });
    await post('charges', { ...charge, amount: -1 });
    await post('charges/{id}/refund', undefined, { id: 'schg_none' });
    await call('GET /aa-stripe/charges/{id}', { pathParameters: { id } });
    const entry = (by: string, route: string, record: string | null, status: number) => ({
      ...{ by, route: `POST /aa-stripe/${route}`, record, status },
      ...{ id: expect.stringMatching(/^saud_/), created: expect.any(String) },
    });
    const charged = entry('op2', 'charges/{id}/charge', id, 409);
    const recorded = entry('op', 'charges', id, 201);
    const refused = [entry('op', 'charges/{id}/refund', 'schg_none', 404), entry('op', 'charges', null, 400)];
    // Within one millisecond the order is open.
    expect(await trail()).toHaveLength(4);
    expect(await trail()).toEqual(expect.arrayContaining([...refused, charged, recorded]));
    expect(await trail(id)).toHaveLength(2);
    expect(await trail(id)).toEqual(expect.arrayContaining([charged, recorded]));
    // Nothing of what was sent.
    expect(JSON.stringify(await trail())).not.toContain('Lunch');
  });

  it('cannot be told of by the body, and show nowhere else', async () => {
    const charge = { user: 'u1', amount: 500, description: 'x', by: 'somebody', audit: true };
    expect(await post('charges', charge)).toMatchObject({
      status: 400,
      body: { by: expect.any(Array), audit: expect.any(Array) },
    });
  });

  it('do not take what may be an address for a record', async () => {
    await call('DELETE /aa-stripe/coupons/{coupon_id}', { pathParameters: { coupon_id: 'ann@example.com' } });
    expect(await trail('ann@example.com')).toEqual([]);
    expect(JSON.stringify(await trail())).not.toContain('ann@');
  });

  it('a run about an owner needs one, and no other takes one', async () => {
    const run = (name: string, body: object) => post('commands/{name}/runs', body, { name });
    for (const name of ['erase-owner', 'export-owner']) {
      expect(await run(name, {})).toMatchObject({
        status: 400,
        body: { owner: ['This field is required.'] },
      });
      expect(await run(name, { owner: '' })).toMatchObject({
        status: 400,
        body: { owner: expect.any(Array) },
      });
      expect(await run(name, { owner: 'u1', limit: 1 })).toMatchObject({
        status: 400,
        body: { limit: expect.any(Array) },
      });
      expect(await run(name, { owner: 'u1' })).toMatchObject({ status: 202 });
      // Who was erased stands neither in the run nor in the trail.
      expect(JSON.stringify([await trail(name), await call('GET /aa-stripe/commands')])).not.toContain('u1');
    }
    expect(await run('sweep', { owner: 'u1' })).toMatchObject({
      status: 400,
      body: { owner: ['Only erase-owner and export-owner take this field.'] },
    });
  });

  it('a webhook without raw data is shown as such, and not replayed', async () => {
    const store = webhookStore(every.world.table, memoryPayloads());
    await store.insert(receivedWebhook({ id: 'evt_old', is_parsed: true }), '{"id":"evt_old"}');
    const pathParameters = { id: 'evt_old' };
    const show = () => call('GET /aa-stripe/webhooks/{id}', { pathParameters });
    expect((await show()).body).toMatchObject({ raw_data: { id: 'evt_old' }, raw_data_expired_at: null });
    const stored = await store.find('evt_old');
    await (stored && store.dropBody(stored, Date.parse('2027-01-01T00:00:00Z')));
    expect((await show()).body).toMatchObject({
      raw_data: null,
      raw_data_expired_at: '2027-01-01T00:00:00.000Z',
    });
    expect(await post('webhooks/{id}/replay', undefined, pathParameters)).toEqual({
      status: 409,
      body: { detail: 'Its raw data was deleted on 2027-01-01T00:00:00.000Z: it cannot be replayed.' },
    });
    const list = await call('GET /aa-stripe/webhooks');
    expect(JSON.stringify(list.body)).not.toContain('raw_data_expired_at');
  });
});
