import { ulid } from 'ulid';
import type { Charge } from '../../lib/charge/charge';
import { chargeCourse } from '../../lib/charge/charge-course';
import { refundCharge } from '../../lib/charge/refund-charge';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { StripeDeniedError } from '../../lib/operation/errors';
import { refreshRecord } from '../../lib/operation/refresh-record';
import { chargeScene } from '../fixtures/charge-scene';
import { type World, world } from '../fixtures/world';

describe('refundCharge', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const { record, stored, paidCharge, recover } = chargeScene(() => w);
  const refund = ({ id }: Charge, amount: number | null = null, seed: string = ulid()) =>
    refundCharge(id, { amount, seed }, w.charges);
  const atStripe = async (charge: Charge) =>
    (await w.stripe.refunds.list({ charge: charge.stripe_charge_id ?? '' })).data;
  const givenBack = async (charge: Charge) =>
    (await w.stripe.charges.retrieve(charge.stripe_charge_id ?? '')).amount_refunded;
  const refresh = async (charge: Charge) =>
    refreshRecord(await stored(charge), chargeCourse(w.charges), w.charges.time);

  it('gives everything back in one request, and knows the refund by its id', async () => {
    const charge = await paidCharge();
    const before = (await w.requests()).length;
    expect(await refund(charge)).toMatchObject({ outcome: 'refunded', charge: { amount_refunded: 1000 } });
    expect((await w.requests()).length - before).toBe(1);
    const [made] = await atStripe(charge);
    expect((await stored(charge)).refunds).toMatchObject([
      { stripe_refund_id: made?.id, amount: 1000, status: 'succeeded', error: null },
    ]);
    expect(await refund(charge)).toMatchObject({ outcome: 'wrong-state', reason: 'Already refunded.' });
  });

  it('adds up partial refunds, and refuses more than is left', async () => {
    const charge = await paidCharge();
    expect(await refund(charge, 300)).toMatchObject({ charge: { amount_refunded: 300 } });
    expect(await refund(charge, 701)).toMatchObject({
      outcome: 'wrong-state',
      reason: 'Refunds exceed charge',
    });
    expect(await refund(charge)).toMatchObject({ charge: { amount_refunded: 1000 } });
    expect((await atStripe(charge)).map(({ amount }) => amount).sort()).toEqual([300, 700]);
  });

  it('gives back once what one request asks for, however often it is made again', async () => {
    const charge = await paidCharge();
    const first = await refund(charge, 300, 'request');
    expect(await refund(charge, 300, 'request')).toEqual(first);
    expect(await refund(charge, 300, 'other')).toMatchObject({ charge: { amount_refunded: 600 } });
    expect((await atStripe(charge)).map(({ amount }) => amount)).toEqual([300, 300]);
  });

  it('tells a request that is made again what Stripe refused', async () => {
    const charge = await paidCharge();
    await w.fault({ path: '/v1/refunds', status: 400, times: 1, error: { message: 'No.' } });
    const first = await refund(charge, 300, 'request');
    expect(first).toMatchObject({ outcome: 'refused' });
    expect(await refund(charge, 300, 'request')).toMatchObject({ outcome: 'refused', message: 'No.' });
    expect(await atStripe(charge)).toEqual([]);
  });

  it('never gives back too much, however many are asked for at once', async () => {
    const charge = await paidCharge();
    const results = await Promise.all(Array.from({ length: 6 }, () => refund(charge, 400)));
    const total = await givenBack(charge);
    expect(total).toBeLessThanOrEqual(1000);
    expect(total).toBe(400 * results.filter(({ outcome }) => outcome === 'refunded').length);
    expect((await stored(charge)).amount_refunded).toBe(total);
  });

  it('refuses what is not charged, unknown, or paused', async () => {
    const pending = await record();
    expect(await refund(pending)).toMatchObject({
      outcome: 'wrong-state',
      reason: 'Cannot refund not charged transaction.',
    });
    expect(await refundCharge('schg_none', { amount: null, seed: '1' }, w.charges)).toEqual({
      outcome: 'not-found',
    });
    const charge = await paidCharge();
    await settingsStore(w.table).setPaused({ paused: true, reason: '', updated: null, updated_by: null });
    expect(await refund(charge)).toEqual({ outcome: 'paused' });
    expect(await atStripe(charge)).toEqual([]);
  });

  it('gives back the rest when part was given back in the Dashboard, once', async () => {
    const charge = await paidCharge();
    await w.stripe.refunds.create({ charge: charge.stripe_charge_id ?? '', amount: 600 });
    // Nobody has told us yet: 1000 is more than is left.
    expect(await refund(charge)).toMatchObject({ outcome: 'refunded', charge: { amount_refunded: 1000 } });
    expect((await atStripe(charge)).map(({ amount }) => amount).sort()).toEqual([400, 600]);
  });

  it('gives back what was asked for, not the rest, when that is still there', async () => {
    const charge = await paidCharge();
    await w.stripe.refunds.create({ charge: charge.stripe_charge_id ?? '', amount: 600 });
    expect(await refund(charge, 100)).toMatchObject({
      outcome: 'refunded',
      charge: { amount_refunded: 700 },
    });
    await refresh(charge);
    expect((await stored(charge)).refunds.map(({ amount }) => amount).sort()).toEqual([100, 600]);
  });

  it("takes Stripe's amounts when all was given back there", async () => {
    const charge = await paidCharge();
    await w.stripe.refunds.create({ charge: charge.stripe_charge_id ?? '' });
    expect(await refund(charge)).toMatchObject({ outcome: 'refunded', charge: { amount_refunded: 1000 } });
    expect(await givenBack(charge)).toBe(1000);
  });

  it('says what Stripe says when it refuses for another reason, and reserves nothing', async () => {
    const charge = await paidCharge();
    await w.fault({
      method: 'POST',
      path: '/v1/refunds',
      status: 400,
      error: { type: 'invalid_request_error', code: 'charge_disputed', message: 'It is disputed.' },
    });
    expect(await refund(charge, 500)).toMatchObject({ outcome: 'refused', message: 'It is disputed.' });
    expect(await stored(charge)).toMatchObject({ amount_refunded: 0, operation: null });
    expect(await refund(charge)).toMatchObject({ outcome: 'refunded', charge: { amount_refunded: 1000 } });
  });

  it('goes down again when a refund fails later, and what was reserved is free', async () => {
    const charge = await paidCharge('tok_refundFail');
    expect(await refund(charge)).toMatchObject({ outcome: 'refunded', charge: { amount_refunded: 1000 } });
    const [made] = await atStripe(charge);
    await w.control(`refunds/${made?.id}/fail`, {});
    await refresh(charge);
    expect(await stored(charge)).toMatchObject({
      amount_refunded: 0,
      refunds: [{ status: 'failed', stripe_refund_id: made?.id }],
    });
    expect(await refund(charge, 10)).toMatchObject({ outcome: 'refunded' });
  });

  it('says so when Stripe takes a refund and lets it fail at once', async () => {
    const charge = await paidCharge();
    const made = await w.stripe.refunds.create({ charge: charge.stripe_charge_id ?? '', amount: 100 });
    const failing: typeof w.charges.stripe = {
      send: async ({ params }) => {
        const own = { id: 're_failed', status: 'failed', failure_reason: 'expired_or_canceled_card' };
        const latest = await w.stripe.charges.retrieve(charge.stripe_charge_id ?? '');
        const { metadata, amount } = params;
        return { status: 200, body: { ...made, ...own, metadata, amount, charge: latest }, error: null };
      },
    };
    const result = await refundCharge(
      charge.id,
      { amount: 400, seed: '1' },
      { ...w.charges, stripe: failing },
    );
    expect(result).toMatchObject({ outcome: 'refused', message: 'expired_or_canceled_card' });
    expect(await stored(charge)).toMatchObject({
      amount_refunded: 100,
      operation: null,
      refunds: [{ stripe_refund_id: 're_failed', status: 'failed' }],
    });
  });

  it('finds out what came of a refund that Stripe broke off over', async () => {
    const charge = await paidCharge();
    await w.fault({ method: 'POST', path: '/v1/refunds', status: 500, when: 'after' });
    expect(await refund(charge, 400)).toMatchObject({
      outcome: 'unknown',
      charge: { state: 'charged', refunds: [{ status: 'unknown', amount: 400 }] },
    });
    // Its amount is spoken for until then.
    expect(await refund(charge, 700)).toMatchObject({ outcome: 'wrong-state' });
    w.advance(2 * 60_000);
    expect(await recover(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({
      amount_refunded: 400,
      operation: null,
      refunds: [{ status: 'succeeded' }],
    });
    expect(await atStripe(charge)).toHaveLength(1);
  });

  it('gives a refund up once Stripe has forgotten its key and shows no trace of it', async () => {
    const charge = await paidCharge();
    await w.fault({ method: 'POST', path: '/v1/refunds', status: 500, when: 'before' });
    await refund(charge, 400);
    w.advance(3600_000);
    expect(await recover(charge)).toBe('skipped');
    w.advance(24 * 3600_000);
    expect(await recover(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ refunds: [{ status: 'failed' }], operation: null });
    expect(await refund(charge)).toMatchObject({ outcome: 'refunded', charge: { amount_refunded: 1000 } });
  });

  it('leaves nothing behind when Stripe does not accept our key', async () => {
    const charge = await paidCharge();
    await w.fault({ method: 'POST', path: '/v1/refunds', status: 401 });
    await expect(refund(charge)).rejects.toThrow(StripeDeniedError);
    expect(await stored(charge)).toMatchObject({ refunds: [], operation: null });
  });
});
