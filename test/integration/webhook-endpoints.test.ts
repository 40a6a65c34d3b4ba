import { StripeDeniedError } from '../../lib/operation/errors';
import { SetupError } from '../../lib/setup/ports';
import { stripeEndpoints } from '../../lib/stripe/stripe-endpoints';
import { stripeEvents } from '../../lib/stripe/stripe-events';
import { type World, world } from '../fixtures/world';

const URL = 'http://127.0.0.1:1/aa-stripe/webhooks';
const NEW = { url: URL, events: ['plan.deleted'], stack: 'aa-stripe-test', since: null };

describe('webhook endpoints at Stripe', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());
  const endpoints = () => stripeEndpoints(w.stripe);

  it('are made with our version and stack, and only then show their secret', async () => {
    const { endpoint, secret } = await endpoints().create(NEW);
    expect(secret).toMatch(/^whsec_/);
    expect(endpoint).toMatchObject({
      ...{ url: URL, events: ['plan.deleted'], isEnabled: true, stack: 'aa-stripe-test' },
      ...{ apiVersion: endpoints().apiVersion, active: null, since: endpoint.created },
    });
    expect(await endpoints().list()).toEqual([endpoint]);
  });

  it('are subscribed and enabled again, and keep what is not changed', async () => {
    const { endpoint } = await endpoints().create({ ...NEW, since: 86_400_000 });
    await w.stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    const change = { events: ['charge.failed'], active: 1_800_000_000_000 };
    expect(await endpoints().change(endpoint.id, change)).toEqual({
      ...endpoint,
      ...change,
      isEnabled: true,
    });
    expect(endpoint.since).toBe(86_400_000);
  });

  it('may be gone: that is fine for whoever deletes one, and not for whoever changes one', async () => {
    const { endpoint } = await endpoints().create(NEW);
    await endpoints().remove(endpoint.id);
    await endpoints().remove(endpoint.id);
    await expect(endpoints().change(endpoint.id, { events: ['*'] })).rejects.toThrow(SetupError);
  });

  it('name the permission that a restricted key lacks', async () => {
    const message =
      "The key lacks permissions. Having the 'rak_webhook_read' permission would allow this request.";
    await w.fault({
      path: '/v1/webhook_endpoints',
      status: 403,
      error: { type: 'invalid_request_error', message },
    });
    const refusal = endpoints().list();
    await expect(refusal).rejects.toThrow(StripeDeniedError);
    await expect(refusal).rejects.toThrow('rak_webhook_read');
  });

  it('count for what is ours together: types of all, since the first, or since one that has been replaced', async () => {
    const ours = () => stripeEvents(async () => w.stripe, URL).endpoint();
    expect(await ours()).toBeNull();
    const { endpoint } = await endpoints().create({ ...NEW, events: ['charge.failed'], since: 86_400_000 });
    await endpoints().create({ ...NEW, url: `${URL}/others`, events: ['payout.paid'], since: 1000 });
    expect(await ours()).toEqual({ enabledEvents: ['charge.failed'], created: 86_400_000 });
    await endpoints().create({ ...NEW, events: ['charge.failed', 'coupon.created'] });
    const both = { enabledEvents: ['charge.failed', 'coupon.created'], created: 86_400_000 };
    expect(await ours()).toEqual(both);
    await endpoints().remove(endpoint.id);
    expect((await ours())?.created).toBeGreaterThan(86_400_000);
  });
});
