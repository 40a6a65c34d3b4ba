import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('webhook endpoints', () => {
  let sandbox: SandboxFixture;
  beforeAll(async () => {
    sandbox = await startFixture();
  });
  afterAll(() => sandbox.close());

  it('show their secret only when they are created', async () => {
    const { stripe } = sandbox;
    const made = await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:1/hooks',
      enabled_events: ['customer.created', 'customer.updated'],
      description: 'ours',
    });
    expect(made).toMatchObject({ object: 'webhook_endpoint', status: 'enabled', description: 'ours' });
    expect(made.secret).toMatch(/^whsec_\w{32}$/);
    expect(await stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret');
    const updated = await stripe.webhookEndpoints.update(made.id, { enabled_events: ['*'], disabled: true });
    expect(updated).toMatchObject({ enabled_events: ['*'], status: 'disabled', url: made.url });
    expect(updated).not.toHaveProperty('secret');
    const { data } = await stripe.webhookEndpoints.list();
    expect(data.map(({ id }) => id)).toEqual([made.id]);
    expect(await stripe.webhookEndpoints.del(made.id)).toMatchObject({ id: made.id, deleted: true });
    expect(await refusal(stripe.webhookEndpoints.retrieve(made.id))).toMatchObject({ statusCode: 404 });
  });

  it('keep their secret, their version and their metadata while they are changed', async () => {
    const { stripe } = sandbox;
    const made = await stripe.webhookEndpoints.create({
      url: 'https://a.example/hooks',
      enabled_events: ['charge.failed', 'charge.failed'],
      api_version: '2026-10-28.endive',
      metadata: { stage: 'one', other: 'two' },
    });
    expect(made.enabled_events).toEqual(['charge.failed']);
    const changed = await stripe.webhookEndpoints.update(made.id, {
      url: 'https://b.example/hooks',
      metadata: { stage: 'three' },
    });
    expect(changed).toMatchObject({
      url: 'https://b.example/hooks',
      api_version: '2026-10-28.endive',
      metadata: { stage: 'three', other: 'two' },
      status: 'enabled',
    });
    const disabled = await stripe.webhookEndpoints.update(made.id, { disabled: true });
    expect([disabled.status, disabled.enabled_events]).toEqual(['disabled', ['charge.failed']]);
    await stripe.webhookEndpoints.del(made.id);
  });

  it.each(['charge', 'charge.*', 'Charge.failed', ''])('refuse "%s" for a type of event', async (type) => {
    const form = `url=http://a.example&enabled_events[]=${encodeURIComponent(type)}`;
    expect(await sandbox.request('POST', '/v1/webhook_endpoints', { form })).toMatchObject({
      status: 400,
      json: { error: { type: 'invalid_request_error', param: 'enabled_events[0]' } },
    });
  });

  it('need a URL and events', async () => {
    const { stripe } = sandbox;
    const url = stripe.webhookEndpoints.create({ url: 'nowhere', enabled_events: ['*'] });
    expect(await refusal(url)).toMatchObject({ statusCode: 400, code: 'url_invalid', param: 'url' });
    expect(
      await sandbox.request('POST', '/v1/webhook_endpoints', { form: 'url=http://a.example' }),
    ).toMatchObject({
      status: 400,
      json: { error: { code: 'parameter_missing', param: 'enabled_events' } },
    });
  });
});
