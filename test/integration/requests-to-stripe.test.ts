import { refundCharge } from '../../lib/charge/refund-charge';
import { updateCoupon } from '../../lib/coupon/update-coupon';
import { cancelSubscription } from '../../lib/subscription/cancel-subscription';
import { chargeScene } from '../fixtures/charge-scene';
import { couponScene } from '../fixtures/coupon-scene';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

/** What a use case asks of Stripe where nothing goes wrong: each request is one of the few that there are in a second. */
describe('requests to Stripe', () => {
  let w: SubscriptionWorld;
  beforeAll(async () => {
    w = await subscriptionWorld();
    await w.plan();
    await w.customer();
  });
  afterAll(() => w.close());

  const { record, collect } = chargeScene(() => w);
  const coupons = couponScene(() => w);
  const requestsOf = async (act: () => Promise<{ outcome: string }>) => {
    const before = (await w.requests()).length;
    const { outcome } = await act();
    const all = (await w.requests()).slice(before);
    return [outcome, ...all.map(({ method, path }) => `${method} ${path.replace(/(sub)_\w+/, '$1')}`)];
  };

  it('are one for a charge, and one for a refund', async () => {
    const charge = await record({ owner: 'u1' });
    expect(await requestsOf(() => collect(charge))).toEqual(['charged', 'POST /v1/payment_intents']);
    const refund = () => refundCharge(charge.id, { amount: null, seed: 'seed' }, w.charges);
    expect(await requestsOf(refund)).toEqual(['refunded', 'POST /v1/refunds']);
  });

  it('are one for new metadata of a coupon', async () => {
    await coupons.made();
    const patch = () => updateCoupon('SALE', { b: '2' }, coupons.ports());
    expect(await requestsOf(patch)).toEqual(['updated', 'POST /v1/coupons/SALE']);
  });

  it.each([
    [true, 'POST /v1/subscriptions/sub'],
    [false, 'DELETE /v1/subscriptions/sub'],
  ])('are one for the end of a subscription (with its period: %s)', async (atPeriodEnd, request) => {
    const { id } = await w.started();
    expect(await requestsOf(() => cancelSubscription(id, atPeriodEnd, w.subs))).toEqual([
      'canceled',
      request,
    ]);
  });
});
