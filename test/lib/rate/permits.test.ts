import fc from 'fast-check';
import { NoPermitError, type PermitOptions, type RateWindows, ratePermits } from '../../../lib/rate/permits';
import { type FakeClock, fakeClock } from '../../fixtures/fake-clock';

const START = 1_000_000;
const SECONDS = 6;

/** What all functions share: as the table counts, with the time that it takes. */
function sharedWindows(clock: FakeClock, latency: () => number) {
  const used = new Map<string, number>();
  let writes = 0;
  const windows: RateWindows = {
    take: async (bucket, second, wanted, limit) => {
      writes += 1;
      await clock.sleep(latency());
      const key = `${bucket}@${second}`;
      const before = used.get(key) ?? 0;
      const taken = Math.max(0, Math.min(wanted, limit - before));
      used.set(key, before + taken);
      await clock.sleep(latency());
      return taken;
    },
  };
  return { windows, used, writes: () => writes };
}

/** Requests that were let go, by `<what>@<second>`. */
class Granted {
  private readonly counts = new Map<string, number>();
  constructor(private readonly clock: FakeClock) {}
  note(...whats: string[]): void {
    for (const what of whats) {
      const key = `${what}@${Math.floor(this.clock.now() / 1000)}`;
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
  }
  /** Counts of every whole second, the first and the last left out. */
  bySecond(what: string): number[] {
    const first = Math.floor(START / 1000);
    return Array.from({ length: SECONDS - 2 }, (_, i) => this.counts.get(`${what}@${first + 1 + i}`) ?? 0);
  }
  most(what: string): number {
    const own = [...this.counts].filter(([key]) => key.startsWith(`${what}@`));
    return Math.max(0, ...own.map(([, count]) => count));
  }
}

interface Worker {
  endpoint: string;
  options: PermitOptions;
  /** How long one request to Stripe takes. */
  requestMs: number;
  /** When it dies, with whatever it holds; null if it lives. */
  diesAt: number | null;
}

/** Functions that each send requests as fast as they may, so many at a time. */
async function sendAll(functions: Worker[][], latencyMs: number, offsetMs = 0) {
  const clock = fakeClock(START + offsetMs);
  const { windows, writes } = sharedWindows(clock, () => latencyMs);
  const granted = new Granted(clock);
  const end = START + SECONDS * 1000;
  const failures: unknown[] = [];
  for (const workers of functions) {
    const [first] = workers;
    if (!first) continue;
    const permits = ratePermits(windows, clock, first.options);
    const work = async ({ endpoint, requestMs, diesAt }: Worker) => {
      while (clock.now() < Math.min(end, diesAt ?? end)) {
        await permits.take(endpoint);
        granted.note('account', endpoint);
        await clock.sleep(requestMs);
      }
    };
    for (const worker of workers) {
      work(worker).catch((error: unknown) => {
        if (!(error instanceof NoPermitError)) failures.push(error);
      });
    }
  }
  await clock.run(end);
  expect(failures).toEqual([]);
  return { granted, writes: writes() };
}

const fail = (error: unknown) => {
  throw error;
};
const many = (count: number, worker: Worker): Worker[] => Array.from({ length: count }, () => worker);
const BATCH = { accountRate: 25, endpointRate: 25, share: 0.8 };
const PEOPLE = { ...BATCH, share: 1 };
const busy = { endpoint: 'POST payment_intents', options: PEOPLE, requestMs: 400, diesAt: null };

describe('ratePermits', () => {
  it('I12: never lets more go in any second than the account and the endpoint have', async () => {
    const anyWorker = fc.record({
      endpoint: fc.constantFrom('POST a', 'POST b', 'GET a'),
      requestMs: fc.integer({ min: 1, max: 900 }),
      diesAt: fc.option(fc.integer({ min: START, max: START + SECONDS * 1000 })),
    });
    const anyFunction = fc.record({
      share: fc.constantFrom(1, 0.8),
      workers: fc.array(anyWorker, { minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFunction, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 999 }),
        async (functions, accountRate, endpointRate, latencyMs, offsetMs) => {
          const all = functions.map(({ share, workers }) =>
            workers.map((worker) => ({ ...worker, options: { accountRate, endpointRate, share } })),
          );
          const { granted } = await sendAll(all, latencyMs, offsetMs);
          expect(granted.most('account')).toBeLessThanOrEqual(accountRate);
          for (const endpoint of ['POST a', 'POST b', 'GET a']) {
            expect(granted.most(endpoint)).toBeLessThanOrEqual(endpointRate);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('I12: does not carry a grant of the endpoint into the second in which the account has room', async () => {
    // The account is the narrower one: most wait for it with a grant of their endpoint in hand.
    const options = { accountRate: 6, endpointRate: 4, share: 1 };
    const functions = ['POST a', 'POST b', 'POST c'].map((endpoint) =>
      many(6, { endpoint, options, requestMs: 50, diesAt: null }),
    );
    const { granted } = await sendAll(functions, 20);
    expect(granted.most('account')).toBe(6);
    for (const endpoint of ['POST a', 'POST b', 'POST c']) {
      expect(granted.most(endpoint)).toBeLessThanOrEqual(4);
    }
  });

  it.each<[string, Worker[][]]>([
    ['one function with many requests at a time', [many(40, busy)]],
    ['many functions with one request at a time', Array.from({ length: 40 }, () => [busy])],
    ['some functions with some', Array.from({ length: 5 }, () => many(8, busy))],
    [
      'requests that take longer than a second',
      Array.from({ length: 5 }, () => many(12, { ...busy, requestMs: 1_900 })),
    ],
  ])('I12: uses 95 % of the rate under load: %s', async (_, functions) => {
    const { granted } = await sendAll(functions, 8);
    for (const count of granted.bySecond('account')) expect(count).toBeGreaterThanOrEqual(0.95 * 25);
  });

  it('I12: uses 95 % of what an endpoint has while others have room', async () => {
    const options = { accountRate: 100, endpointRate: 25, share: 1 };
    const narrow = many(40, { ...busy, options });
    const others = many(5, { ...busy, options, endpoint: 'GET customers' });
    const { granted } = await sendAll([narrow, others], 8);
    for (const count of granted.bySecond(busy.endpoint)) expect(count).toBeGreaterThanOrEqual(24);
    expect(Math.min(...granted.bySecond('GET customers'))).toBeGreaterThanOrEqual(10);
  });

  it('loses only the second in which a function died with grants in hand', async () => {
    const dying = many(20, { ...busy, diesAt: START + 1_500 });
    const { granted } = await sendAll([dying, many(30, busy)], 8);
    for (const count of granted.bySecond('account').slice(1)) expect(count).toBeGreaterThanOrEqual(24);
  });

  it('leaves a fifth of the rate to people, however much scheduled work there is', async () => {
    const clock = fakeClock(START);
    const { windows } = sharedWindows(clock, () => 8);
    const batch = ratePermits(windows, clock, BATCH);
    let scheduled = 0;
    for (let i = 0; i < 60; i += 1) batch.take('POST a').then(() => (scheduled += 1), fail);
    await clock.run(START + 500);
    expect(scheduled).toBe(20);
    // Somebody comes in the middle of a second whose scheduled share is used up.
    let served = 0;
    const people = ratePermits(windows, clock, PEOPLE);
    for (let i = 0; i < 6; i += 1) people.take('POST a').then(() => (served += 1), fail);
    await clock.run(START + 990);
    expect(served).toBe(5);
  });

  it('asks the table for as many as wait, and no more once a second is used up', async () => {
    const { writes } = await sendAll([many(100, busy)], 8);
    // Two buckets, two or three writes a second each.
    expect(writes).toBeLessThanOrEqual(SECONDS * 6);
  });

  it('gives up in order when others use up the rate, and lets go at once when there is room', async () => {
    const clock = fakeClock(START);
    let isFull = true;
    const windows: RateWindows = { take: async (_, __, wanted) => (isFull ? 0 : wanted) };
    const permits = ratePermits(windows, clock, PEOPLE);
    const first = permits.take('POST a').catch((error: unknown) => error);
    await clock.run(START + 60_000);
    expect(await first).toBeInstanceOf(NoPermitError);
    isFull = false;
    await expect(permits.take('POST a')).resolves.toBeUndefined();
  });

  it('hands on that the table cannot be asked, to everybody who waits, and goes on when it can', async () => {
    const clock = fakeClock(START);
    let isDown = true;
    const windows: RateWindows = {
      take: async (_, __, wanted) => {
        await clock.sleep(1);
        if (isDown) throw new Error('throttled');
        return wanted;
      },
    };
    const permits = ratePermits(windows, clock, PEOPLE);
    const waiting = Promise.allSettled([permits.take('POST a'), permits.take('POST a')]);
    await clock.run(START + 10);
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    const again = permits.take('POST a');
    await clock.run(START + 100);
    await expect(again).resolves.toBeUndefined();
  });
});
