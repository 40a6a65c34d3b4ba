import type { FunctionName } from '../../../functions/environments';
import type { BenchWorld } from './bench-world';

const FAST = { account: 1000, endpoint: 1000 };
const LIMIT_MS = 900_000;
const CHANGED = 7;

/** Requests to Stripe and writes of records per refresh of so many: at first, again, and after some changed at Stripe. */
export async function requestsPerRefresh(world: BenchWorld, count: number) {
  const rows: Record<string, object> = {};
  const refresh = async (what: string, name: FunctionName, kind: string, all: number) => {
    const before = await world.counts();
    await world.requests();
    const fn = world.start(name, FAST);
    const { error } = await fn.invoke({}, LIMIT_MS);
    await fn.kill();
    if (error !== null) throw new Error(`${name}: ${error}`);
    const after = await world.counts();
    rows[`${what} of ${all}`] = {
      'requests to Stripe': (await world.requests()).length,
      '⌈N/100⌉': Math.ceil(all / 100),
      'records written': (after[`write ${kind}`] ?? 0) - (before[`write ${kind}`] ?? 0),
    };
  };

  for (let i = 0; i < count; i += 1) {
    await world.stripe.coupons.create({ id: `R${i}`, percent_off: 10, duration: 'once' });
  }
  const listed = await world.stripe.coupons.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  const coupons = (what: string) =>
    refresh(`${what} refresh-coupons`, 'refresh-coupons', 'coupon', listed.length);
  await coupons('first');
  await coupons('again');
  for (let i = 0; i < CHANGED; i += 1) await world.stripe.coupons.update(`R${i}`, { metadata: { a: 'b' } });
  await coupons(`${CHANGED} changed,`);

  for (let i = 0; i < count; i += 1) await world.customer(`many${i}`);
  const all = await world.stripe.customers.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  const customers = (what: string) =>
    refresh(`${what} refresh-customers`, 'refresh-customers', 'owner', all.length);
  await customers('again');
  for (const { id } of all.slice(0, CHANGED)) {
    await world.stripe.customers.createSource(id, { source: 'tok_mastercard' });
  }
  await customers(`${CHANGED} changed,`);
  return rows;
}
