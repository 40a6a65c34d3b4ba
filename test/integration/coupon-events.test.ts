import fc from 'fast-check';
import { couponEvents } from '../../lib/coupon/handle-coupon-events';
import { publicationOfRecord } from '../../lib/dynamo/publication';
import { readStripeEvent, type StripeEvent } from '../../lib/webhook/stripe-event';
import { couponScene } from '../fixtures/coupon-scene';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { allItems } from '../fixtures/records-table';
import { type World, world } from '../fixtures/world';

const MINUTE = 60_000;

describe('coupon events', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const { ports, create, made, stored, events, handle, later, killedAt } = couponScene(() => w);
  const handleAll = async (list: StripeEvent[]) => {
    for (const event of list) await handle(event);
  };
  const equalsStripe = async (couponId = 'SALE') => {
    const stripe = await ports().stripeCoupons.retrieve(couponId);
    const here = await ports().coupons.find(couponId);
    if (stripe.deleted) return expect(here?.is_deleted ?? true).toBe(true);
    const { deleted: _, id: __, created, raw: ___, ...facts } = stripe;
    expect(here).toMatchObject({ ...facts, stripe_created: created, is_deleted: false, is_past: false });
  };

  it('adds a coupon that was made in the Dashboard, and tells of it', async () => {
    await w.stripe.coupons.create({ id: 'SALE', amount_off: 1000, currency: 'jpy', metadata: { k: 'v' } });
    expect(await Promise.all((await events()).map(handle))).toEqual([{ outcome: 'done' }]);
    expect(await stored()).toMatchObject({ amount_off: '1000', currency: 'jpy', metadata: { k: 'v' } });
    await equalsStripe();
    const [item] = await allItems(w.table);
    const publication = await publicationOfRecord('r', item, {
      table: w.table,
      payloads: memoryPayloads(),
      rawDataOnBus: true,
    });
    const signals = publication?.signals.map(({ name, json }) => [name, JSON.parse(json)]);
    expect(signals).toEqual([
      [
        'stripe_coupon_updated',
        expect.objectContaining({
          record_id: (await stored()).id,
          instance: expect.objectContaining({ coupon_id: 'SALE', amount_off: '1000', is_deleted: false }),
        }),
      ],
    ]);
  });

  it('takes over changes and deletions, and a coupon known already is no error', async () => {
    await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
    const [created] = await events();
    if (!created) throw new Error('no event');
    await handle(created);
    expect(await handle(created)).toEqual({ outcome: 'done' });
    await w.stripe.coupons.update('SALE', { metadata: { k: 'v' } });
    await handleAll(await events());
    expect((await stored()).metadata).toEqual({ k: 'v' });
    await w.stripe.coupons.del('SALE');
    const all = await events();
    await handleAll(all);
    await handleAll(all.reverse());
    expect(await stored()).toMatchObject({ is_deleted: true, valid: false, metadata: { k: 'v' } });
  });

  it('costs no request where the record holds the answer to the request behind the event', async () => {
    await made();
    const before = (await w.requests()).length;
    const own = (await events()).filter(({ idempotencyKey }) => idempotencyKey !== null);
    expect(own).toHaveLength(1);
    const reads = (await w.requests()).length;
    for (const event of own) expect(await handle(event)).toEqual({ outcome: 'done' });
    expect((await w.requests()).length).toBe(reads);
    expect(reads - before).toBe(1);
  });

  it('archives a coupon whose id was given to another one', async () => {
    const first = await made();
    await w.stripe.coupons.del('SALE');
    await later();
    await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
    await handleAll(await events());
    await equalsStripe();
    const items = await allItems(w.table);
    expect(items.find(({ sk }) => sk === `past#${first.id}`)).toMatchObject({
      is_deleted: true,
      percent_off: 30,
    });
    expect(items).toHaveLength(2);
  });

  it('brings back what is alive at Stripe, though it was taken for deleted (I6)', async () => {
    const coupon = await made();
    await w.fault({ method: 'GET', path: '/v1/coupons/SALE', status: 404 });
    const foreign = { ...((await events())[0] as StripeEvent), idempotencyKey: null };
    await handle(foreign);
    expect(await stored()).toMatchObject({ is_deleted: true });
    await handle(foreign);
    expect(await stored()).toMatchObject({ id: coupon.id, is_deleted: false, valid: true });
  });

  it('notes a deletion of what was never here, and reports what Stripe does not know', async () => {
    await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
    await w.stripe.coupons.del('SALE');
    const [created, deleted] = await events();
    if (!created || !deleted) throw new Error('no event');
    expect(await handle(created)).toEqual({ outcome: 'failed', error: 'Stripe does not know coupon SALE' });
    expect(await handle(deleted)).toEqual({ outcome: 'noted', note: 'coupon SALE was never here' });
    expect(await allItems(w.table)).toEqual([]);
  });

  it('waits for a creation that is under way, and finishes one that broke off', async () => {
    await expect(create({}, undefined, killedAt(1))).rejects.toThrow('killed');
    const [event] = await events();
    if (!event) throw new Error('no event');
    expect((await handle(event)).outcome).toBe('later');
    w.advance(MINUTE);
    expect(await handle(event)).toEqual({ outcome: 'done' });
    expect(await stored()).toMatchObject({ operation: null, valid: true });
    await equalsStripe();
  });

  it('does not take a coupon for deleted that is only not made yet', async () => {
    await w.fault({ path: '/v1/coupons', method: 'POST', disconnect: true, times: 3 });
    await create();
    await w.stripe.coupons.create({ id: 'OTHER', percent_off: 5 });
    const [event] = await events();
    if (!event) throw new Error('no event');
    await couponEvents(ports()).handle('SALE', [{ event, age: 0 }]);
    expect(await stored()).toMatchObject({ is_deleted: false, operation: { kind: 'create_coupon' } });
  });

  it('asks again after adding, so that a deletion in between is not missed (I5)', async () => {
    await w.stripe.coupons.create({ id: 'SALE', percent_off: 5 });
    const [event] = await events();
    if (!event) throw new Error('no event');
    const { coupons } = ports();
    const slow = {
      ...ports(),
      coupons: {
        ...coupons,
        insert: async (...args: Parameters<typeof coupons.insert>) => {
          // Its event is handled while the record is not there yet.
          await w.stripe.coupons.del('SALE');
          const deleted = (await events()).find(({ type }) => type === 'coupon.deleted');
          if (deleted) expect((await handle(deleted)).outcome).toBe('noted');
          return coupons.insert(...args);
        },
      },
    };
    expect(await couponEvents(slow).handle('SALE', [{ event, age: 0 }])).toEqual({ outcome: 'done' });
    expect(await stored()).toMatchObject({ is_deleted: true });
  });

  it('ends with the newer answer when two refetches return in the other order (I5)', async () => {
    await made();
    const [own] = await events();
    if (!own) throw new Error('no event');
    const event = { ...own, idempotencyKey: null };
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isFirst = true;
    const { stripeCoupons } = ports();
    const slow = {
      ...stripeCoupons,
      retrieve: async (id: string) => {
        const hold = isFirst;
        isFirst = false;
        const answer = await stripeCoupons.retrieve(id);
        if (hold) await held;
        return answer;
      },
    };
    const first = couponEvents({ ...ports(), stripeCoupons: slow }).handle('SALE', [{ event, age: 0 }]);
    await w.stripe.coupons.update('SALE', { metadata: { new: '1' } });
    await handle(event);
    release();
    expect(await first).toEqual({ outcome: 'done' });
    await equalsStripe();
    expect((await stored()).metadata).toEqual({ a: '1', new: '1' });
  });

  it('equals Stripe in the end, whatever happened and in whatever order it is heard (I5, I6)', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('create' as const), percent: fc.integer({ min: 1, max: 99 }) }),
      fc.record({ do: fc.constant('update' as const), value: fc.string({ maxLength: 5 }) }),
      fc.record({ do: fc.constant('delete' as const) }),
      fc.record({ do: fc.constant('post' as const) }),
      fc.record({ do: fc.constant('hear' as const), which: fc.nat(30) }),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        async (steps, order) => {
          round += 1;
          const id = `SALE${round}`;
          const mine = async () =>
            (await w.stripe.events.list({ limit: 100 })).data
              .flatMap(eventOf)
              .filter(({ object }) => object['id'] === id);
          for (const { do: what, ...by } of steps) {
            await later(1);
            if (what === 'create' && 'percent' in by)
              await quietly(w.stripe.coupons.create({ id, percent_off: by.percent }));
            if (what === 'update' && 'value' in by)
              await quietly(w.stripe.coupons.update(id, { metadata: { k: by.value } }));
            if (what === 'delete') await quietly(w.stripe.coupons.del(id));
            if (what === 'post') await create({ coupon_id: id });
            if (what === 'hear' && 'which' in by) {
              const heard = await mine();
              const one = heard[by.which % Math.max(1, heard.length)];
              if (one) await handle(one);
            }
          }
          const all = await mine();
          const shuffled = all
            .map((event, i) => ({ event, rank: order[i] ?? i }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ event }) => event);
          await handleAll([...shuffled, ...shuffled.slice(0, 2)]);
          await equalsStripe(id);
        },
      ),
      { numRuns: 25 },
    );
  });
});

function eventOf(event: object): StripeEvent[] {
  return [readStripeEvent(JSON.stringify(event))].filter((read) => read !== null);
}

async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => {});
}
