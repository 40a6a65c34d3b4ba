import { refusal, type SandboxFixture, startFixture, until } from '../sandbox-fixture';

describe('idempotency keys', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  const post = (form: string, key = 'key', path = '/v1/customers') =>
    sandbox.request('POST', path, { form, headers: { 'idempotency-key': key } });
  const countCustomers = async () => (await sandbox.stripe.customers.list()).data.length;

  it('replays the first answer for the same key and parameters', async () => {
    const first = await post('email=a@example.com&name=A');
    const again = await post('name=A&email=a@example.com');
    expect(again).toMatchObject({ status: 200, json: first.json });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(await countCustomers()).toBe(1);
  });

  it('refuses the key with other parameters or on another path', async () => {
    await post('name=A');
    const type = 'idempotency_error';
    expect(await post('name=B')).toMatchObject({ status: 400, json: { error: { type } } });
    expect(await post('name=A', 'key', '/v1/tokens')).toMatchObject({
      status: 400,
      json: { error: { type } },
    });
    expect(await countCustomers()).toBe(1);
  });

  it('replays a decline', async () => {
    const first = await post('source=tok_chargeDeclined');
    const again = await post('source=tok_chargeDeclined');
    expect([first.status, again.status]).toEqual([402, 402]);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it.each(['before', 'after'])('replays a 500 that came %s the effect', async (when) => {
    await sandbox.control('POST', '/faults', { method: 'POST', status: 500, when });
    expect((await post('name=A')).status).toBe(500);
    const again = await post('name=A');
    expect(again).toMatchObject({ status: 500, json: { error: { type: 'api_error' } } });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await countCustomers()).toBe(when === 'after' ? 1 : 0);
  });

  it.each([401, 409, 429])('does not keep a %s', async (status) => {
    await sandbox.control('POST', '/faults', { method: 'POST', status });
    expect((await post('name=A')).status).toBe(status);
    expect((await post('name=A')).status).toBe(200);
  });

  it('keeps the true answer when a 429 came after the effect', async () => {
    await sandbox.control('POST', '/faults', { method: 'POST', status: 429, when: 'after' });
    expect((await post('name=A')).status).toBe(429);
    expect(await post('name=A')).toMatchObject({ status: 200, json: { name: 'A' } });
    expect(await countCustomers()).toBe(1);
  });

  it('does not keep a refusal of the parameters', async () => {
    expect((await post('colour=red')).status).toBe(400);
    expect((await post('name=A')).status).toBe(200);
  });

  it('answers 409 while the first request is under way', async () => {
    const { stripe } = sandbox;
    await sandbox.control('POST', '/faults', { method: 'POST', delay_ms: 300 });
    const first = stripe.customers.create({ name: 'A' }, { idempotencyKey: 'slow' });
    await until(async () => {
      const { json } = await sandbox.control('GET', '/faults');
      return Array.isArray(json) && json[0].remaining === 0;
    });
    const error = await refusal(stripe.customers.create({ name: 'A' }, { idempotencyKey: 'slow' }));
    expect(error).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    const { id } = await first;
    expect((await stripe.customers.create({ name: 'A' }, { idempotencyKey: 'slow' })).id).toBe(id);
  });

  it('forgets a key after 24 hours of the clock', async () => {
    const first = await sandbox.stripe.customers.create({}, { idempotencyKey: 'key' });
    await sandbox.control('POST', '/clock', { advance_seconds: 24 * 3600 - 60 });
    expect((await sandbox.stripe.customers.create({}, { idempotencyKey: 'key' })).id).toBe(first.id);
    await sandbox.control('POST', '/clock', { advance_seconds: 60 });
    expect((await sandbox.stripe.customers.create({}, { idempotencyKey: 'key' })).id).not.toBe(first.id);
  });
});
