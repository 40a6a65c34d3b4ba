import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('events', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  it('say what changed and which request did it', async () => {
    const { stripe } = sandbox;
    const customer = await stripe.customers.create({ name: 'A' }, { idempotencyKey: 'key' });
    const [event] = (await stripe.events.list()).data;
    expect(event).toMatchObject({
      object: 'event',
      api_version: '2026-10-28.endive',
      data: { object: { id: customer.id, name: 'A' } },
      livemode: false,
      pending_webhooks: 0,
      request: { id: customer.lastResponse.requestId, idempotency_key: 'key' },
      type: 'customer.created',
    });
    expect(event?.data).not.toHaveProperty('previous_attributes');
    expect(await stripe.events.retrieve(event?.id ?? '')).toMatchObject({ id: event?.id });
    expect(await refusal(stripe.events.retrieve('evt_none'))).toMatchObject({ statusCode: 404 });
  });

  it('keep the object as it was then, ids unexpanded', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create({
      name: 'Old',
      source: 'tok_visa',
      expand: ['default_source'],
    });
    await stripe.customers.update(id, { name: 'New' });
    const [event] = (await stripe.events.list({ type: 'customer.created' })).data;
    expect(event?.data.object).toMatchObject({
      name: 'Old',
      default_source: expect.stringMatching(/^card_/),
    });
  });

  it('are filtered by type, types and time', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create();
    await sandbox.control('POST', '/clock', { advance_seconds: 100 });
    await stripe.customers.update(id, { name: 'A' });
    await stripe.customers.createSource(id, { source: 'tok_visa' });
    const list = async (params: object) => (await stripe.events.list(params)).data.map(({ type }) => type);
    expect(await list({ type: 'customer.created' })).toEqual(['customer.created']);
    expect(await list({ type: 'customer.source.*' })).toEqual(['customer.source.created']);
    expect(await list({ types: ['customer.created', 'customer.source.created'] })).toEqual([
      'customer.source.created',
      'customer.created',
    ]);
    const [first] = (await stripe.events.list({ type: 'customer.created' })).data;
    expect(await list({ created: { lte: first?.created } })).toEqual(['customer.created']);
    const both = stripe.events.list({ type: 'a', types: ['b'] }).then(() => undefined);
    expect(await refusal(both)).toMatchObject({ statusCode: 400 });
  });
});
