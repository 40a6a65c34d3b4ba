import { ulid } from 'ulid';
import { deleteCoupon } from '../../lib/coupon/delete-coupon';
import { updateCoupon } from '../../lib/coupon/update-coupon';
import { couponList } from '../../lib/dynamo/coupon-list';
import { StripeDeniedError, StripeUnavailableError } from '../../lib/operation/errors';
import { couponScene } from '../fixtures/coupon-scene';
import { allItems } from '../fixtures/records-table';
import { type World, world } from '../fixtures/world';

const MINUTE = 60_000;

describe('coupons', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const { ports, create, made, stored, recover, later, killedAt } = couponScene(() => w);
  const atStripe = async () => (await w.stripe.coupons.list({ limit: 100 })).data;
  const requestsAfter = async (work: () => Promise<unknown>) => {
    const before = (await w.requests()).length;
    await work();
    return (await w.requests()).slice(before).map(({ method, path }) => `${method} ${path}`);
  };
  /** Signals that records still have to tell, by record. */
  const signals = async () =>
    (await allItems(w.table)).flatMap((item) =>
      item['outbox'] instanceof Set ? [`${item['sk']} ${[...item['outbox']].length}`] : [],
    );
  const listed = async (includeDeleted: boolean) =>
    (await couponList(w.table).page({ includeDeleted }, null, 100)).records;

  describe('creation', () => {
    it('makes a coupon at Stripe in one request and tells of it', async () => {
      const requests = await requestsAfter(() =>
        made({
          amount_off: '10.00',
          currency: 'usd',
          percent_off: null,
          redeem_by: '2030-01-31T12:00:00.000Z',
        }),
      );
      expect(requests).toEqual(['POST /v1/coupons']);
      const [coupon] = await atStripe();
      expect(coupon).toMatchObject({
        id: 'SALE',
        amount_off: 1000,
        currency: 'usd',
        percent_off: null,
        duration: 'forever',
        redeem_by: Date.parse('2030-01-31T12:00:00Z') / 1000,
        metadata: { a: '1' },
      });
      expect(await stored()).toMatchObject({
        amount_off: '10.00',
        redeem_by: '2030-01-31T12:00:00.000Z',
        stripe_created: coupon?.created,
        created: new Date((coupon?.created ?? 0) * 1000).toISOString(),
        valid: true,
        operation: null,
        stripe_response: { id: 'SALE' },
      });
      expect(await signals()).toEqual(['coupon 1']);
    });

    it.each([
      ['jpy', '1000', 1000],
      ['kwd', '1.230', 1230],
      ['isk', '5.00', 500],
      ['eur', '0.05', 5],
    ])('sends amounts in %s with its exponent, and takes them back', async (currency, amount_off, minor) => {
      await made({ currency, amount_off, percent_off: null });
      expect((await atStripe())[0]?.amount_off).toBe(minor);
      expect((await stored()).amount_off).toBe(amount_off);
    });

    it('makes an id in the manner of Stripe where none is given, the same for the same request', async () => {
      const seed = ulid();
      const first = await create({ coupon_id: null }, seed);
      if (first.outcome !== 'created') throw new Error(first.outcome);
      expect(first.coupon.coupon_id).toMatch(/^[A-Za-z0-9]{8}$/);
      expect(await create({ coupon_id: null }, seed)).toEqual(first);
      const other = await create({ coupon_id: null });
      expect(other).toMatchObject({ outcome: 'created' });
      expect(await atStripe()).toHaveLength(2);
    });

    it('makes one coupon of an id, however many ask at once', async () => {
      const results = await Promise.all(Array.from({ length: 8 }, () => create()));
      const outcomes = results.map(({ outcome }) => outcome).sort();
      expect(outcomes).toEqual(['created', ...Array.from({ length: 7 }, () => 'exists')]);
      expect((await requestsAfter(create)).length).toBe(0);
      expect(await atStripe()).toHaveLength(1);
      expect(await listed(true)).toHaveLength(1);
    });

    it('leaves nothing behind where Stripe has the id already', async () => {
      await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
      expect(await create()).toEqual({ outcome: 'exists' });
      expect(await allItems(w.table)).toEqual([]);
    });

    it('leaves nothing behind where Stripe refuses it', async () => {
      await w.fault({ path: '/v1/coupons', method: 'POST', status: 400, error: { message: 'No.' } });
      expect(await create()).toEqual({ outcome: 'refused', message: 'No.' });
      expect(await allItems(w.table)).toEqual([]);
      expect((await create()).outcome).toBe('created');
    });

    it('leaves nothing behind where Stripe does not accept the key', async () => {
      await w.fault({ path: '/v1/coupons', method: 'POST', status: 401 });
      await expect(create()).rejects.toThrow(StripeDeniedError);
      expect(await allItems(w.table)).toEqual([]);
    });

    it('takes the place of a deleted one, which is kept, and gives it back if refused', async () => {
      const first = await made();
      await deleteCoupon('SALE', ports());
      await later();
      await w.fault({ path: '/v1/coupons', method: 'POST', status: 400, error: { message: 'No.' } });
      expect((await create({ percent_off: 50 })).outcome).toBe('refused');
      expect(await stored()).toMatchObject({ id: first.id, is_deleted: true, is_past: false });
      expect(await listed(true)).toHaveLength(1);

      const second = await made({ percent_off: 50 });
      expect(await stored()).toEqual(second);
      expect(second.id).not.toBe(first.id);
      const all = await listed(true);
      expect(all.map(({ id, is_past, is_deleted }) => [id, is_past, is_deleted])).toEqual([
        [second.id, false, false],
        [first.id, true, true],
      ]);
      expect((await listed(false)).map(({ id }) => id)).toEqual([second.id]);
      // The first one has told of its making and of its end, wherever it stands.
      expect((await signals()).sort()).toEqual(['coupon 1', `past#${first.id} 2`]);
    });

    it.each([
      ['before', 0],
      ['after', 1],
    ])('finds out what came of it after a 500 %s its effect', async (when, there) => {
      await w.fault({ path: '/v1/coupons', method: 'POST', status: 500, when });
      const seed = ulid();
      expect(await create({}, seed)).toEqual({ outcome: 'unknown' });
      expect(await create()).toEqual({ outcome: 'exists' });
      w.advance(2 * MINUTE);
      expect(await create({}, seed)).toEqual({ outcome: 'unknown' });
      expect(await recover()).toBe('changed');
      expect(await atStripe()).toHaveLength(there);
      const left = await ports().coupons.find('SALE');
      if (there === 0) expect(left).toBeNull();
      else expect(left).toMatchObject({ percent_off: 30, valid: true, operation: null });
      expect(await create({}, seed)).toMatchObject({ outcome: 'created' });
      expect(await atStripe()).toHaveLength(1);
    });

    it('goes on under the same key where it was broken off', async () => {
      const seed = ulid();
      await w.fault({ path: '/v1/coupons', method: 'POST', disconnect: true, times: 3 });
      expect(await create({}, seed)).toEqual({ outcome: 'unavailable' });
      expect(await create({}, seed)).toMatchObject({ outcome: 'created', coupon: { percent_off: 30 } });
      const keys = (await w.requests())
        .filter(({ method }) => method === 'POST')
        .map((r) => r.idempotency_key);
      expect(new Set(keys).size).toBe(1);
    });

    it.each(['the same request', 'recovery'])(
      'is finished by %s where its function was killed',
      async (by) => {
        const seed = ulid();
        await expect(create({}, seed, killedAt(1))).rejects.toThrow('killed');
        expect(await create({}, seed)).toEqual({ outcome: 'under-way' });
        w.advance(MINUTE);
        if (by === 'recovery') expect(await recover()).toBe('changed');
        else expect((await create({}, seed)).outcome).toBe('created');
        expect(await stored()).toMatchObject({ valid: true, operation: null });
        expect(await atStripe()).toHaveLength(1);
      },
    );
  });

  describe('update', () => {
    const update = (metadata: Record<string, string>) => updateCoupon('SALE', metadata, ports());

    it('replaces metadata in one request, and takes all else back from Stripe', async () => {
      await made({ metadata: { a: '1', b: '2' } });
      const requests = await requestsAfter(() => update({ b: '3', c: '4' }));
      expect(requests).toEqual(['POST /v1/coupons/SALE']);
      expect((await atStripe())[0]?.metadata).toEqual({ b: '3', c: '4' });
      expect(await stored()).toMatchObject({ metadata: { b: '3', c: '4' }, operation: null });
      expect(await signals()).toEqual(['coupon 2']);
      await update({});
      expect((await atStripe())[0]?.metadata).toEqual({});
      expect((await stored()).metadata).toEqual({});
    });

    it('tells nothing where nothing changes', async () => {
      await made();
      expect((await update({ a: '1' })).outcome).toBe('updated');
      expect(await signals()).toEqual(['coupon 1']);
    });

    it('marks a coupon as deleted that Stripe has no more', async () => {
      await made();
      await w.stripe.coupons.del('SALE');
      expect(await update({ b: '2' })).toEqual({ outcome: 'not-found' });
      expect(await stored()).toMatchObject({ is_deleted: true, valid: false, operation: null });
      expect(await update({ b: '2' })).toEqual({ outcome: 'not-found' });
      expect(await updateCoupon('NONE', {}, ports())).toEqual({ outcome: 'not-found' });
    });

    it('ends with the coupon that has the id by now', async () => {
      const first = await made();
      await w.stripe.coupons.del('SALE');
      await later();
      await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
      expect(await update({ b: '2' })).toMatchObject({
        outcome: 'updated',
        coupon: { percent_off: 5, metadata: { b: '2' } },
      });
      expect((await listed(true)).find(({ id }) => id === first.id)).toMatchObject({ is_deleted: true });
    });

    it('leaves the coupon as it was when it is refused or not let in', async () => {
      const before = await made();
      await w.fault({ path: '/v1/coupons/SALE', status: 400, error: { message: 'No.' } });
      expect(await update({ b: '2' })).toEqual({ outcome: 'refused', message: 'No.' });
      await w.fault({ path: '/v1/coupons/SALE', status: 403 });
      await expect(update({ b: '2' })).rejects.toThrow(StripeDeniedError);
      expect(await stored()).toMatchObject({ metadata: before.metadata, operation: null });
    });

    it.each([
      ['before', { a: '1' }],
      ['after', { b: '2' }],
    ])('finds out what came of it after a 500 %s its effect', async (when, metadata) => {
      await made();
      await w.fault({ path: '/v1/coupons/SALE', method: 'POST', status: 500, when });
      expect(await update({ b: '2' })).toEqual({ outcome: 'unknown' });
      expect(await update({ b: '2' })).toEqual({ outcome: 'under-way' });
      w.advance(2 * MINUTE);
      expect(await recover()).toBe('changed');
      expect(await stored()).toMatchObject({ metadata, operation: null });
      expect((await atStripe())[0]?.metadata).toEqual(metadata);
    });

    it('may be asked for again instead of one whose end is open', async () => {
      await made();
      await w.fault({ path: '/v1/coupons/SALE', method: 'POST', status: 500 });
      await update({ b: '2' });
      w.advance(2 * MINUTE);
      expect(await update({ c: '3' })).toMatchObject({
        outcome: 'updated',
        coupon: { metadata: { c: '3' } },
      });
      expect((await atStripe())[0]?.metadata).toEqual({ c: '3' });
    });
  });

  describe('deletion', () => {
    const remove = () => deleteCoupon('SALE', ports());

    it('deletes at Stripe and keeps a tombstone', async () => {
      await made();
      expect(await remove()).toEqual({ outcome: 'deleted' });
      expect(await atStripe()).toEqual([]);
      expect(await stored()).toMatchObject({
        is_deleted: true,
        valid: false,
        percent_off: 30,
        operation: null,
      });
      expect(await listed(false)).toEqual([]);
      expect(await signals()).toEqual(['coupon 2']);
      expect(await remove()).toEqual({ outcome: 'not-found' });
      expect(await deleteCoupon('NONE', ports())).toEqual({ outcome: 'not-found' });
    });

    it('does not mind that it is gone at Stripe already', async () => {
      await made();
      await w.stripe.coupons.del('SALE');
      const requests = await requestsAfter(async () =>
        expect(await remove()).toEqual({ outcome: 'deleted' }),
      );
      expect(requests).toEqual(['GET /v1/coupons/SALE']);
      expect(await stored()).toMatchObject({ is_deleted: true });
    });

    it('leaves another coupon of the same id alone, and takes it in', async () => {
      const first = await made();
      await w.stripe.coupons.del('SALE');
      await later();
      await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
      expect(await remove()).toEqual({ outcome: 'deleted' });
      expect(await atStripe()).toHaveLength(1);
      expect(await stored()).toMatchObject({ percent_off: 5, is_deleted: false });
      expect((await listed(true)).find(({ id }) => id === first.id)).toMatchObject({ is_deleted: true });
    });

    it('is done once, however many ask at once', async () => {
      await made();
      const outcomes = (await Promise.all(Array.from({ length: 5 }, remove))).map(({ outcome }) => outcome);
      expect(outcomes.filter((outcome) => outcome === 'deleted')).toHaveLength(1);
      expect((await w.requests()).filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    });

    it('changes nothing where Stripe cannot be asked, or not with this key', async () => {
      await made();
      await w.fault({ method: 'GET', status: 500 });
      await expect(remove()).rejects.toThrow(StripeUnavailableError);
      await w.fault({ method: 'DELETE', status: 401 });
      await expect(remove()).rejects.toThrow(StripeDeniedError);
      expect(await stored()).toMatchObject({ is_deleted: false, operation: null });
    });

    it.each([
      ['before', false],
      ['after', true],
    ])('finds out what came of it after a 500 %s its effect', async (when, isGone) => {
      await made();
      await w.fault({ method: 'DELETE', status: 500, when });
      expect(await remove()).toEqual({ outcome: 'unknown' });
      w.advance(2 * MINUTE);
      expect(await recover()).toBe('changed');
      expect(await stored()).toMatchObject({ is_deleted: isGone, operation: null });
      expect((await remove()).outcome).toBe(isGone ? 'not-found' : 'deleted');
      expect(await atStripe()).toEqual([]);
    });

    it('is finished where its function was killed', async () => {
      await made();
      await expect(deleteCoupon('SALE', { ...ports(), ...killedAt(2) })).rejects.toThrow('killed');
      expect(await atStripe()).toEqual([]);
      expect(await remove()).toEqual({ outcome: 'under-way' });
      w.advance(MINUTE);
      expect(await recover()).toBe('changed');
      expect(await stored()).toMatchObject({ is_deleted: true, operation: null });
    });

    it('never deletes the coupon that has got the id since it was broken off', async () => {
      await made();
      await expect(deleteCoupon('SALE', { ...ports(), ...killedAt(2) })).rejects.toThrow('killed');
      await later();
      await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
      w.advance(MINUTE);
      expect(await recover()).toBe('changed');
      expect(await atStripe()).toHaveLength(1);
      expect(await stored()).toMatchObject({ percent_off: 5, is_deleted: false, operation: null });
    });

    it('goes on by itself where Stripe could not be reached', async () => {
      await made();
      await w.fault({ method: 'DELETE', disconnect: true, times: 3 });
      expect(await remove()).toEqual({ outcome: 'unavailable' });
      expect(await stored()).toMatchObject({ is_deleted: false });
      expect(await recover()).toBe('changed');
      expect(await stored()).toMatchObject({ is_deleted: true, operation: null });
      expect(await atStripe()).toEqual([]);
    });
  });

  it('does not write over a coupon that has taken the place, though it is of the same version', async () => {
    await w.fault({ path: '/v1/coupons', method: 'POST', disconnect: true, times: 3 });
    await create();
    const { coupons } = ports();
    const first = await stored();
    const second = { ...first, id: 'scpn_second', percent_off: 50 };
    expect(await coupons.remove(first)).toBe(true);
    expect(await coupons.insert(second)).toBe(true);
    expect(await coupons.save({ ...first, version: first.version + 1, percent_off: 1 }, first)).toBe(false);
    expect(await coupons.remove(first)).toBe(false);
    const third = { ...first, id: 'scpn_third', version: first.version + 1 };
    expect(await coupons.save(third, first)).toBe(false);
    expect(await stored()).toEqual(second);
    // Only one of two may put back what a third one had replaced.
    const deleted = { ...second, version: second.version + 1, is_deleted: true };
    await coupons.save(deleted, second);
    const fourth = { ...first, version: deleted.version + 1, replaces: deleted.id };
    expect(await coupons.save(fourth, deleted)).toBe(true);
    const removals = await Promise.all([coupons.remove(fourth), coupons.remove(fourth)]);
    expect(removals.sort()).toEqual([false, true]);
    expect(await stored()).toMatchObject({ id: deleted.id, is_past: false, is_deleted: true });
    expect(await allItems(w.table)).toHaveLength(1);
  });

  it('lists page by page, newest at Stripe first', async () => {
    const ids = ['C1', 'C2', 'C3', 'C4', 'C5'];
    for (const coupon_id of ids) {
      await made({ coupon_id });
      await later();
    }
    await deleteCoupon('C3', ports());
    const list = couponList(w.table);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list.page>> = await list.page(
        { includeDeleted: false },
        after,
        2,
      );
      seen.push(...page.records.map(({ coupon_id }) => coupon_id));
      after = page.last;
    } while (after !== null);
    expect(seen).toEqual(['C5', 'C4', 'C2', 'C1']);
  });
});
