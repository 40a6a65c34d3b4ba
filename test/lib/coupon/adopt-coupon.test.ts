import { adoptCoupon, mirrored } from '../../../lib/coupon/adopt-coupon';
import type { Coupon } from '../../../lib/coupon/coupon';
import { couponSignals } from '../../../lib/coupon/coupon-signal';
import { couponIdOf, newCoupon } from '../../../lib/coupon/new-coupon';
import { NO_COUPON, readLiveCoupon, readStripeCoupon } from '../../../lib/coupon/stripe-coupon';
import { beginOperation, type OperationKind } from '../../../lib/operation/operation';
import { TERMS } from '../../fixtures/coupon-scene';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const object = (fields: object = {}) => ({
  id: 'SALE',
  object: 'coupon',
  created: 1_770_000_000,
  livemode: false,
  amount_off: null,
  currency: null,
  percent_off: 30,
  duration: 'forever',
  duration_in_months: null,
  max_redemptions: null,
  redeem_by: null,
  metadata: { a: '1' },
  times_redeemed: 0,
  valid: true,
  name: null,
  ...fields,
});
const stripe = (fields: object = {}) => readLiveCoupon(object(fields));
const during = (coupon: Coupon, kind: OperationKind, input: Record<string, unknown> = {}): Coupon => ({
  ...coupon,
  operation: beginOperation(
    { kind, recordId: coupon.id, request: () => ({ method: 'POST', path: '/', params: {} }), input },
    NOW,
  ),
});

describe('adoptCoupon', () => {
  const fresh = newCoupon(TERMS, false, 'SEED', NOW);
  const live = adoptCoupon(fresh, stripe(), NOW);

  it('takes over all facts, and the time of creation', () => {
    expect(live).toMatchObject({
      stripe_created: 1_770_000_000,
      created: '2026-02-02T02:40:00.000Z',
      valid: true,
    });
    expect(adoptCoupon(live, stripe({ times_redeemed: 3, valid: false }), NOW)).toMatchObject({
      times_redeemed: 3,
      valid: false,
    });
  });

  it('reads amounts and times as the API shows them', () => {
    const read = stripe({ amount_off: 1050, currency: 'usd', percent_off: null, redeem_by: 1_900_000_000 });
    expect(read).toMatchObject({ amount_off: '10.50', redeem_by: '2030-03-17T17:46:40.000Z' });
    expect(readStripeCoupon({ id: 'SALE', object: 'coupon', deleted: true })).toBe(NO_COUPON);
    expect(() => readStripeCoupon({ id: 'sub_1', object: 'subscription' })).toThrow();
  });

  it('becomes another coupon where Stripe has given the id to one', () => {
    const other = adoptCoupon(live, stripe({ created: 1_770_000_001, percent_off: 5 }), NOW);
    expect(other).toEqual(mirrored(stripe({ created: 1_770_000_001, percent_off: 5 }), NOW));
    expect(other.id).not.toBe(live.id);
    expect(other.id).toMatch(/^scpn_[0-9a-f]{26}$/);
  });

  it.each<[OperationKind, Record<string, unknown>, Parameters<typeof adoptCoupon>[1], boolean]>([
    ['update_coupon', { metadata: { a: '1' } }, stripe(), true],
    ['update_coupon', { metadata: { b: '2' } }, stripe(), false],
    ['update_coupon', { metadata: { x: '1', y: '2' } }, stripe({ metadata: { y: '2', x: '1' } }), true],
    ['update_coupon', { metadata: { b: '2' } }, NO_COUPON, true],
    ['delete_coupon', {}, stripe(), false],
    ['delete_coupon', {}, NO_COUPON, true],
  ])('ends %s %j where Stripe shows its end', (kind, input, present, ends) => {
    expect(adoptCoupon(during(live, kind, input), present, NOW).operation === null).toBe(ends);
  });

  it('ends a creation by what has the id, and not by its absence', () => {
    expect(adoptCoupon(during(fresh, 'create_coupon'), stripe(), NOW)).toMatchObject({
      operation: null,
      applied_keys: [expect.stringContaining(fresh.id)],
    });
    const waiting = during(fresh, 'create_coupon');
    expect(adoptCoupon(waiting, NO_COUPON, NOW)).toBe(waiting);
  });

  it('tells of what can be seen, once it is at Stripe', () => {
    expect(couponSignals(fresh, during(fresh, 'create_coupon'))).toEqual([]);
    expect(couponSignals(fresh, live)).toEqual(['stripe_coupon_updated']);
    expect(couponSignals(live, { ...live, updated: 'later', version: 9 })).toEqual([]);
    expect(couponSignals(live, adoptCoupon(live, NO_COUPON, NOW))).toEqual(['stripe_coupon_updated']);
  });
});

describe('couponIdOf', () => {
  it('gives eight letters and digits, the same for a seed and another for another', () => {
    const ids = Array.from({ length: 2000 }, (_, i) => couponIdOf(`SEED${i}`));
    expect(ids.every((id) => /^[A-Za-z0-9]{8}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(couponIdOf('SEED0')).toBe(ids[0]);
    expect(new Set(ids.join('')).size).toBe(62);
  });
});
