import Stripe from 'stripe';
import { refusal, type SandboxFixture, startFixture, until } from '../sandbox-fixture';
import { type Receiver, startReceiver } from './receiver-fixture';

describe('webhook deliveries', () => {
  let sandbox: SandboxFixture;
  let receiver: Receiver;
  let endpoint: Stripe.WebhookEndpoint;
  beforeEach(async () => {
    receiver = await startReceiver();
    sandbox = await startFixture({ webhookRetryDelaysMs: [10, 10, 10] });
    endpoint = await sandbox.stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ['customer.created', 'customer.updated'],
    });
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  const received = () => receiver.received.map(({ body }): Stripe.Event => JSON.parse(body));
  const names = () => received().map(({ data }) => ('name' in data.object ? data.object.name : undefined));
  const pending = async () =>
    (await sandbox.stripe.events.list()).data.map((event) => event.pending_webhooks);

  it('are signed JSON that the SDK accepts', async () => {
    const customer = await sandbox.stripe.customers.create({ name: 'Ärger' });
    await until(() => receiver.received.length === 1);
    const [delivery] = receiver.received;
    if (delivery === undefined) throw new Error('nothing received');
    const { webhooks } = sandbox.stripe;
    const event = webhooks.constructEvent(delivery.body, delivery.signature, endpoint.secret ?? '');
    expect(event).toMatchObject({
      type: 'customer.created',
      pending_webhooks: 1,
      data: { object: { id: customer.id, name: 'Ärger' } },
    });
    expect(delivery.contentType).toBe('application/json; charset=utf-8');
    expect(delivery.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    expect(() => webhooks.constructEvent(delivery.body, delivery.signature, 'whsec_other')).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    );
  });

  it('carry a signature of now, also when the clock was moved', async () => {
    await sandbox.control('POST', '/clock', { advance_seconds: 7 * 24 * 3600 });
    await sandbox.stripe.customers.create();
    await until(() => receiver.received.length === 1);
    const { body = '', signature = '' } = receiver.received[0] ?? {};
    const event = sandbox.stripe.webhooks.constructEvent(body, signature, endpoint.secret ?? '');
    expect(event.created).toBeGreaterThan(Date.now() / 1_000 + 6 * 24 * 3600);
  });

  it('are of the types that the endpoint wants only', async () => {
    const { id } = await sandbox.stripe.customers.create({ source: 'tok_visa' });
    await sandbox.stripe.customers.update(id, { name: 'A' });
    await until(() => receiver.received.length === 2);
    expect(
      received()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['customer.created', 'customer.updated']);
    await until(async () => (await pending()).every((count) => count === 0));
  });

  it('are made again until they are answered with 2xx', async () => {
    receiver.answers.push(500, 302);
    await sandbox.stripe.customers.create();
    await until(() => receiver.received.length === 3);
    await until(async () => (await pending())[0] === 0);
    expect(new Set(received().map(({ id }) => id)).size).toBe(1);
    const { json } = await sandbox.control('GET', '/deliveries');
    expect(json).toMatchObject([
      { attempt: 1, status: 500, delivered: false, endpoint: endpoint.id, type: 'customer.created' },
      { attempt: 2, status: 302, delivered: false },
      { attempt: 3, status: 200, delivered: true },
    ]);
  });

  it('stay pending when the last attempt fails', async () => {
    const { stripe } = sandbox;
    await receiver.close();
    await stripe.customers.create();
    await until(async () => {
      const { json } = await sandbox.control('GET', '/deliveries');
      return Array.isArray(json) && json.length === 4;
    });
    expect(await pending()).toEqual([1]);
    expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
    expect((await stripe.events.list({ delivery_success: true })).data).toEqual([]);
  });

  it('go to enabled endpoints only', async () => {
    const { stripe } = sandbox;
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    await stripe.customers.create();
    expect(await pending()).toEqual([0]);
    await stripe.webhookEndpoints.del(endpoint.id);
    await stripe.customers.create();
    expect(await pending()).toEqual([0, 0]);
  });

  it('are duplicated on demand', async () => {
    await sandbox.control('POST', '/delivery', { duplicate: 1 });
    await sandbox.stripe.customers.create();
    await until(() => receiver.received.length === 2);
    expect(new Set(received().map(({ id }) => id)).size).toBe(1);
  });

  it('get lost on demand, and are made again', async () => {
    await sandbox.control('POST', '/delivery', { drop: 1 });
    await sandbox.stripe.customers.create();
    await until(async () => {
      const { json } = await sandbox.control('GET', '/deliveries');
      return Array.isArray(json) && json.length > 0;
    });
    expect(receiver.received).toEqual([]);
    await sandbox.control('POST', '/delivery', { drop: 0 });
    await until(() => receiver.received.length === 1);
  });

  it('arrive in another order on demand', async () => {
    await sandbox.control('POST', '/delivery', { reorder: true });
    const { id } = await sandbox.stripe.customers.create({ name: '1' });
    for (const name of ['2', '3']) await sandbox.stripe.customers.update(id, { name });
    await until(() => receiver.received.length === 3);
    expect(names()).toEqual(['3', '2', '1']);
  });

  it('wait on demand, and go on past other faults', async () => {
    await sandbox.control('POST', '/delivery', { delay_ms: 20, reorder: true, duplicate: 1 });
    await sandbox.stripe.customers.create({ name: '1' });
    await sandbox.stripe.customers.create({ name: '2' });
    await until(() => receiver.received.length === 4);
    expect(names()).toEqual(['2', '2', '1', '1']);
  });

  it('wait while they are paused', async () => {
    await sandbox.control('POST', '/delivery', { paused: true });
    await sandbox.stripe.customers.create({ name: 'held' });
    expect(await pending()).toEqual([1]);
    expect(receiver.received).toEqual([]);
    await sandbox.control('POST', '/delivery', { paused: false });
    await until(() => receiver.received.length === 1);
  });

  it('are made once more on demand', async () => {
    await sandbox.stripe.customers.create();
    await until(() => receiver.received.length === 1);
    const { id = '' } = received()[0] ?? {};
    expect(await sandbox.control('POST', `/events/${id}/deliver`)).toMatchObject({
      status: 202,
      json: { endpoints: 1 },
    });
    await until(() => receiver.received.length === 2);
    expect(received()[1]?.id).toBe(id);
    expect((await sandbox.control('POST', '/events/evt_none/deliver')).status).toBe(404);
  });

  it('end with the server', async () => {
    receiver.answers.push(500, 500, 500, 500);
    await sandbox.stripe.customers.create();
    await until(() => receiver.received.length > 0);
    await sandbox.close();
    expect(await refusal(sandbox.stripe.customers.list().then(() => undefined))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
  });
});
