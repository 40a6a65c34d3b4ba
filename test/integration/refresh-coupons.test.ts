import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { runCommand } from '../../lib/command/run-command';
import { type CouponDue, type RefreshPorts, refreshCoupons } from '../../lib/coupon/refresh-coupons';
import { couponList } from '../../lib/dynamo/coupon-list';
import { shardOf } from '../../lib/dynamo/keys';
import { couponScene, RUN } from '../fixtures/coupon-scene';
import { type World, world } from '../fixtures/world';

describe('refreshCoupons', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const { ports, made, create, stored, later } = couponScene(() => w);
  const refreshPorts = (): RefreshPorts => ({ ...ports(), couponList: couponList(w.table) });
  const run = async (
    options: { dryRun?: boolean; limit?: number } = {},
    after: string | null = null,
    own: RefreshPorts = refreshPorts(),
  ) => {
    const { summary, position } = await runCommand(
      'refresh-coupons',
      refreshCoupons(own, { ...RUN, dryRun: options.dryRun ?? false }),
      { ...RUN, limit: options.limit ?? null },
      after,
      { describe: String, now: Date.now },
    );
    const { processed, changed, skipped, failed } = summary;
    return { processed, changed, skipped, failed, position };
  };
  const pages = async () =>
    (await w.requests()).filter(({ method, path }) => method === 'GET' && path === '/v1/coupons').length;
  const manyAtStripe = async (count: number) => {
    for (let i = 0; i < count; i += 1) await w.stripe.coupons.create({ id: `C${i}`, percent_off: 5 });
  };

  it('I11: fails for one that cannot be read, and goes on with the others', async () => {
    await manyAtStripe(3);
    const listed = { gsi4pk: shardOf('coupon', 'x'), gsi4sk: '2026-01-01T00:00:00.000Z#x' };
    const Item = { pk: 'coupon#BROKEN', sk: 'coupon', kind: 'coupon', id: 'scpn_x', version: 1, ...listed };
    await w.table.client.send(new PutCommand({ TableName: w.table.name, Item }));
    expect(await run()).toMatchObject({ processed: 4, changed: 3, failed: 1, position: null });
  });

  it('creates, changes and deletes so as to equal Stripe', async () => {
    await made({ coupon_id: 'GONE' });
    await made({ coupon_id: 'CHANGED' });
    await made({ coupon_id: 'SAME' });
    const again = await made({ coupon_id: 'AGAIN' });
    await w.stripe.coupons.del('GONE');
    await w.stripe.coupons.update('CHANGED', { metadata: { k: 'v' } });
    await w.stripe.coupons.del('AGAIN');
    await later();
    await w.stripe.coupons.create({ id: 'AGAIN', percent_off: 5 });
    await w.stripe.coupons.create({ id: 'NEW', percent_off: 6 });
    const same = await stored('SAME');

    const result = { processed: 5, changed: 4, skipped: 1, failed: 0, position: null };
    expect(await run({ dryRun: true })).toEqual(result);
    expect(await stored('GONE')).toMatchObject({ is_deleted: false });
    expect(await run()).toEqual(result);

    expect(await stored('GONE')).toMatchObject({ is_deleted: true, valid: false });
    expect(await stored('CHANGED')).toMatchObject({ metadata: { a: '1', k: 'v' } });
    expect(await stored('SAME')).toEqual(same);
    expect(await stored('AGAIN')).toMatchObject({ percent_off: 5, is_deleted: false });
    expect(await stored('NEW')).toMatchObject({ percent_off: 6, is_deleted: false });
    const all = await couponList(w.table).page({ includeDeleted: true }, null, 100);
    expect(all.records.find(({ id }) => id === again.id)).toMatchObject({ is_past: true, is_deleted: true });
    // Nothing is left to do, and what Stripe last said is still there.
    expect(await run()).toEqual({ processed: 4, changed: 0, skipped: 4, failed: 0, position: null });
    expect((await stored('CHANGED')).stripe_response).toMatchObject({ id: 'CHANGED' });
  });

  it.each([
    [100, 1],
    [201, 3],
  ])('asks for %i coupons in %i requests', async (count, expected) => {
    await manyAtStripe(count);
    const before = (await w.requests()).length;
    expect(await run()).toMatchObject({ processed: count, changed: count });
    const requests = (await w.requests()).slice(before);
    expect(requests).toHaveLength(expected);
    expect(await pages()).toBe(expected);
    expect(await run()).toMatchObject({ processed: count, changed: 0, skipped: count });
  });

  it('brings back what is alive at Stripe, though it is deleted here (I6)', async () => {
    const coupon = await made();
    await ports().coupons.save({ ...coupon, is_deleted: true, version: coupon.version + 1 }, coupon);
    expect(await run()).toMatchObject({ changed: 1 });
    expect(await stored()).toMatchObject({ id: coupon.id, is_deleted: false });
  });

  it('leaves alone what is being made', async () => {
    await w.fault({ path: '/v1/coupons', method: 'POST', disconnect: true, times: 3 });
    await create();
    expect(await run()).toMatchObject({ processed: 0 });
    await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
    expect(await run()).toMatchObject({ processed: 1, skipped: 1 });
    expect(await stored()).toMatchObject({ is_deleted: false, operation: { kind: 'create_coupon' } });
  });

  it('misses nothing when it is cut short at any point and goes on there', async () => {
    for (const id of ['A', 'B', 'C', 'D', 'E', 'F']) {
      await made({ coupon_id: id });
      if (id !== 'C') await later();
    }
    for (const id of ['A', 'C', 'F']) await w.stripe.coupons.del(id);
    await w.stripe.coupons.update('D', { metadata: { k: 'v' } });
    let position: string | null = null;
    let runs = 0;
    let limit = 1;
    do {
      const result = await run({ limit }, position);
      // Coupons of one second are seen together: a run has to get past them.
      limit = result.position === position ? limit + 1 : 1;
      position = result.position;
      runs += 1;
    } while (position !== null);
    expect(runs).toBeGreaterThan(3);
    const states = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map((id) => stored(id)));
    expect(states.map(({ is_deleted }) => is_deleted)).toEqual([true, false, true, false, false, true]);
    expect(states[3]?.metadata).toEqual({ a: '1', k: 'v' });
  });

  it('does not undo what happens while it runs', async () => {
    await manyAtStripe(101);
    await run();
    const work = refreshCoupons(refreshPorts(), RUN);
    const due: CouponDue[] = [];
    for await (const one of work.due(null)) {
      due.push(one);
      if (due.length !== 1) continue;
      // Made, and deleted together with the mark of the page, between its two pages.
      await made({ coupon_id: 'LATE' });
      await w.stripe.coupons.del('C1');
      await w.stripe.coupons.del('C0');
    }
    for (const one of due) await work.step(one);
    expect(await stored('LATE')).toMatchObject({ is_deleted: false, valid: true });
    expect(await stored('C0')).toMatchObject({ is_deleted: true });
    // Seen on the first page, before it was deleted: the next run finds out, unless its event does.
    expect(await run()).toMatchObject({ failed: 0, changed: 1 });
    expect(await stored('C1')).toMatchObject({ is_deleted: true });
  });

  it('stops at a key that Stripe does not accept', async () => {
    await made();
    await w.fault({ method: 'GET', path: '/v1/coupons', status: 401 });
    expect(await run()).toMatchObject({ processed: 0, failed: 1 });
    expect(await stored()).toMatchObject({ is_deleted: false });
  });
});
