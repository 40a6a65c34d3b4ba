import * as v from 'valibot';
import type { FunctionName } from '../../../functions/environments';
import { httpEvent } from '../../../test/fixtures/http-event';
import type { BenchWorld } from './bench-world';

const FAST = { account: 1000, endpoint: 1000 };
const Answered = v.object({ statusCode: v.number(), body: v.string() });
const Made = v.looseObject({ id: v.optional(v.string(), '') });
const FLOOR = 1;

/** What one use case asks of Stripe, and of the table, where nothing goes wrong. */
export async function requestsPerUseCase(world: BenchWorld) {
  const functions = new Map<FunctionName, ReturnType<BenchWorld['start']>>();
  const call = async (name: FunctionName, route: string, id: string | null, body?: object) => {
    const fn = functions.get(name) ?? world.start(name, FAST);
    functions.set(name, fn);
    const [method = '', path = ''] = route.split(' ');
    const parameter = /\{(\w+)\}/.exec(path)?.[1] ?? '';
    const event = httpEvent({
      method,
      path,
      claims: { sub: 'op' },
      ...(id !== null && { pathParameters: { [parameter]: id } }),
      headers: body ? { 'content-type': 'application/json' } : {},
      ...(body && { body: JSON.stringify(body) }),
    });
    const { result, error } = await fn.invoke(event, 29_000);
    if (error !== null) throw new Error(`${route}: ${error}`);
    const answered = v.parse(Answered, result);
    if (answered.statusCode >= 300) throw new Error(`${route}: ${answered.statusCode} ${answered.body}`);
    return v.parse(Made, JSON.parse(answered.body)).id;
  };
  const rows: Record<string, object> = {};
  const measure = async (what: string, act: () => Promise<unknown>) => {
    const before = await world.counts();
    await world.requests();
    await act();
    const requests = await world.requests();
    const after = await world.counts();
    const added = (of: RegExp) =>
      Object.entries(after).reduce(
        (sum, [kind, count]) => sum + (of.test(kind) ? count - (before[kind] ?? 0) : 0),
        0,
      );
    rows[what] = {
      'requests to Stripe': requests.length,
      floor: FLOOR,
      'they are': requests
        .map(({ method, path }) => `${method} ${path.replace(/_[A-Za-z0-9]{8,}/g, '_…')}`)
        .join(', '),
      'writes for the rate': added(/^write rate$/),
      'other writes': added(/^write (?!rate$)/),
      reads: added(/^read/),
    };
  };

  await world.customer('buyer');
  const charges = '/aa-stripe/charges';
  const charge = await call('operate-charges', `POST ${charges}`, null, {
    user: 'buyer',
    amount: 1000,
    description: 'bench',
  });
  await measure('charge', () => call('operate-charges', `POST ${charges}/{id}/charge`, charge, {}));
  await measure('refund', () => call('operate-charges', `POST ${charges}/{id}/refund`, charge, {}));

  const coupon = { coupon_id: 'BENCH', percent_off: 10, duration: 'once' };
  await call('operate-coupons', 'POST /aa-stripe/coupons', null, coupon);
  await measure('coupon patch', () =>
    call('operate-coupons', 'PATCH /aa-stripe/coupons/{coupon_id}', 'BENCH', { metadata: { a: 'b' } }),
  );

  const terms = { amount: 1000, name: 'Gold', interval: 'month' };
  const plan = await call('operate-plans', 'POST /aa-stripe/plans', null, terms);
  await call('operate-plans', 'POST /aa-stripe/plans/{id}/create-at-stripe', plan, {});
  const subscriptions = '/aa-stripe/subscriptions';
  const subscription = await call('operate-subscriptions', `POST ${subscriptions}`, null, {
    user: 'buyer',
    plan,
  });
  await call('operate-subscriptions', `POST ${subscriptions}/{id}/create-at-stripe`, subscription, {});
  await measure('subscription cancel', () =>
    call('operate-subscriptions', `POST ${subscriptions}/{id}/cancel`, subscription, { at_period_end: true }),
  );
  return rows;
}
