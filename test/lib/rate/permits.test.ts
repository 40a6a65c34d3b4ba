import fc from 'fast-check';
import { NoPermitError, type Permit, type PermitOptions, ratePermits } from '../../../lib/rate/permits';
import type { RateWindows } from '../../../lib/rate/windows';
import { type FakeClock, fakeClock } from '../../fixtures/fake-clock';
import { sharedWindows } from '../../fixtures/shared-windows';

const START = 1_000_000;
const SECONDS = 6;

/** Requests that were let go: when, and of what. */
class Granted {
  private readonly all: { at: number; whats: string[] }[] = [];
  constructor(private readonly clock: FakeClock) {}
  note(...whats: string[]): void {
    this.all.push({ at: this.clock.now(), whats });
  }
  /** How many in each whole second from one to another, counted from the start. */
  bySecond(what: string, from: number, to: number): number[] {
    const times = this.timesOf(what).map((at) => Math.floor((at - START) / 1000));
    return Array.from({ length: to - from }, (_, i) => times.filter((second) => second === from + i).length);
  }
  /** The most in any whole second. */
  most(what: string): number {
    return Math.max(0, ...this.bySecond(what, 0, SECONDS + 1));
  }
  /** The most in any time of so many milliseconds, whenever it begins. */
  mostWithin(what: string, ms: number): number {
    const times = this.timesOf(what);
    return Math.max(0, ...times.map((from, i) => times.slice(i).filter((at) => at < from + ms).length));
  }
  private timesOf(what: string): number[] {
    return this.all.filter(({ whats }) => whats.includes(what)).map(({ at }) => at);
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
async function sendAll(functions: Worker[][], latencyMs: number, offsetMs = 0, seconds = SECONDS) {
  const clock = fakeClock(START + offsetMs);
  const { windows, writes } = sharedWindows(clock, latencyMs);
  const granted = new Granted(clock);
  const end = START + seconds * 1000;
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
const BATCH: PermitOptions = { accountRate: 25, endpointRate: 25, use: 'batch' };
const PEOPLE: PermitOptions = { ...BATCH, use: 'interactive' };
const busy: Worker = { endpoint: 'POST payment_intents', options: BATCH, requestMs: 400, diesAt: null };

describe('ratePermits', () => {
  it('I12: never lets more go in any second than the account and the endpoint have', async () => {
    const anyWorker = fc.record({
      endpoint: fc.constantFrom('POST a', 'POST b', 'GET a'),
      requestMs: fc.integer({ min: 1, max: 900 }),
      diesAt: fc.option(fc.integer({ min: START, max: START + SECONDS * 1000 })),
    });
    const anyFunction = fc.record({
      use: fc.constantFrom<PermitOptions['use']>('interactive', 'batch'),
      workers: fc.array(anyWorker, { minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFunction, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 999 }),
        async (functions, accountRate, endpointRate, latencyMs, offsetMs) => {
          const all = functions.map(({ use, workers }) =>
            workers.map((worker) => ({ ...worker, options: { accountRate, endpointRate, use } })),
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

  it.each(['interactive', 'batch'] as const)(
    'I12: no grant of an endpoint outlives its second (%s)',
    async (use) => {
      // The account is the narrower one: most wait for it with a grant of their endpoint in hand.
      const options = { accountRate: 6, endpointRate: 4, use };
      const functions = ['POST a', 'POST b', 'POST c'].map((endpoint) =>
        many(6, { endpoint, options, requestMs: 50, diesAt: null }),
      );
      const { granted } = await sendAll(functions, 20);
      expect(granted.most('account')).toBe(use === 'batch' ? 5 : 6);
      for (const endpoint of ['POST a', 'POST b', 'POST c']) {
        expect(granted.most(endpoint)).toBeLessThanOrEqual(4);
      }
    },
  );

  it.each<[string, Worker[][]]>([
    ['one function with many requests at a time', [many(40, busy)]],
    ['many functions with one request at a time', Array.from({ length: 40 }, () => [busy])],
    ['some functions with some', Array.from({ length: 5 }, () => many(8, busy))],
    [
      'requests that take longer than a second',
      Array.from({ length: 5 }, () => many(14, { ...busy, requestMs: 1_900 })),
    ],
  ])('I12: scheduled work uses 95 % of the rate, evenly: %s', async (_, functions) => {
    const { granted } = await sendAll(functions, 8);
    for (const count of granted.bySecond('account', 1, SECONDS - 1)) {
      expect(count).toBeGreaterThanOrEqual(0.95 * 25);
    }
    // Stripe counts from other moments than we do.
    expect(granted.mostWithin('account', 1000)).toBeLessThanOrEqual(25);
  });

  it('sends evenly also where it begins in the middle of a second', async () => {
    const { granted } = await sendAll([many(40, busy)], 8, 700);
    expect(granted.mostWithin('account', 1000)).toBeLessThanOrEqual(25);
    expect(granted.bySecond('account', 1, 2)).toEqual([24]);
  });

  it('I12: people use all of the rate, at once', async () => {
    const { granted } = await sendAll([many(40, { ...busy, options: PEOPLE })], 8);
    for (const count of granted.bySecond('account', 1, SECONDS - 1)) expect(count).toBe(25);
  });

  it('I12: uses 95 % of what an endpoint has while others have room', async () => {
    const options = { ...BATCH, accountRate: 100 };
    const narrow = many(40, { ...busy, options });
    const others = many(5, { ...busy, options, endpoint: 'GET customers' });
    const { granted } = await sendAll([narrow, others], 8);
    for (const count of granted.bySecond(busy.endpoint, 1, SECONDS - 1)) {
      expect(count).toBeGreaterThanOrEqual(24);
    }
    expect(Math.min(...granted.bySecond('GET customers', 1, SECONDS - 1))).toBeGreaterThanOrEqual(10);
  });

  it('loses only what a function held when it died', async () => {
    const dying = many(20, { ...busy, diesAt: START + 1_500 });
    const { granted } = await sendAll([dying, many(30, busy)], 8);
    for (const count of granted.bySecond('account', 2, SECONDS - 1)) expect(count).toBeGreaterThanOrEqual(23);
  });

  it.each([150, 250])(
    'uses no grant in another second than its own, also where timers are %i ms late',
    async (ms) => {
      const clock = fakeClock(START);
      const { windows } = sharedWindows(clock, 8);
      const granted = new Granted(clock);
      const late = { ...clock, sleep: (wait: number) => clock.sleep(wait + ms) };
      const permits = ratePermits(windows, late, BATCH);
      for (let i = 0; i < 100; i += 1) permits.take('POST a').then(() => granted.note('account'), fail);
      await clock.run(START + 12_000);
      expect(granted.most('account')).toBeLessThanOrEqual(24);
      expect(granted.bySecond('account', 0, 12).reduce((sum, count) => sum + count, 0)).toBe(100);
    },
  );

  it('lets people go at once, however much scheduled work there is, and leaves them a fifth for ten seconds', async () => {
    const clock = fakeClock(START);
    const { windows } = sharedWindows(clock, 8);
    const scheduled = new Granted(clock);
    const batch = ratePermits(windows, clock, BATCH);
    for (let i = 0; i < 600; i += 1)
      batch.take('POST a').then(
        () => scheduled.note('all'),
        () => {},
      );
    const people = ratePermits(windows, clock, PEOPLE);
    const come = async (at: number, count: number) => {
      await clock.run(START + at);
      let served = 0;
      for (let i = 0; i < count; i += 1) people.take('POST a').then(() => (served += 1), fail);
      await clock.run(START + at + 60);
      return served;
    };
    // At the beginning of a second there is room; later what is always left for them, and the next second.
    expect(await come(2_200, 5)).toBe(5);
    expect(await come(4_900, 5)).toBe(5);
    await clock.run(START + 18_000);
    expect(scheduled.bySecond('all', 1, 2)).toEqual([24]);
    for (const count of scheduled.bySecond('all', 4, 13)) expect(count).toBeLessThanOrEqual(20);
    expect(scheduled.bySecond('all', 15, 17)).toEqual([24, 24]);
    expect(await come(19_000 - 100, 1)).toBe(1);
  });

  it.each([
    [2 / 25, 'many wait', many(100, busy), 0.5],
    [2, 'one comes after the other', [{ ...busy, requestMs: 1_234 }], 2],
    [2, 'a person does', [{ ...busy, options: PEOPLE, requestMs: 1_234 }], 2],
  ])('writes %f times a request and more, where %s', async (least, _, workers, most) => {
    const { granted, writes } = await sendAll([workers], 8);
    const requests = granted.bySecond('account', 0, SECONDS).reduce((sum, count) => sum + count, 0);
    expect(writes / requests).toBeGreaterThanOrEqual(least);
    expect(writes / requests).toBeLessThanOrEqual(most);
  });

  it('gives up in order when others use up the rate, and lets go at once when there is room', async () => {
    const clock = fakeClock(START);
    let isFull = true;
    const windows: RateWindows = {
      take: async (_, __, { wanted, known }) => {
        const count = isFull ? 0 : wanted;
        return { count, counted: { ...known, used: known.used + count } };
      },
      burn: async () => true,
    };
    const permits = ratePermits(windows, clock, PEOPLE);
    const first = permits.take('POST a').catch((error: unknown) => error);
    await clock.run(START + 60_000);
    expect(await first).toBeInstanceOf(NoPermitError);
    isFull = false;
    await expect(permits.take('POST a')).resolves.toBeDefined();
  });

  it('hands on that the table cannot be asked, to everybody who waits, and goes on when it can', async () => {
    const clock = fakeClock(START);
    const { windows } = sharedWindows(clock, 1);
    let isDown = true;
    const down: RateWindows = {
      ...windows,
      take: async (...args) => {
        await clock.sleep(1);
        if (isDown) throw new Error('throttled');
        return windows.take(...args);
      },
    };
    const permits = ratePermits(down, clock, PEOPLE);
    const waiting = Promise.allSettled([permits.take('POST a'), permits.take('POST a')]);
    await clock.run(START + 10);
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    const again = permits.take('POST a');
    await clock.run(START + 100);
    await expect(again).resolves.toBeDefined();
  });
});

describe('after a refusal for the rate', () => {
  /** Two functions that are busy all the time; what they send in each second, and a way to have Stripe refuse. */
  function twoFunctions(endpoints: [string, string]) {
    const clock = fakeClock(START);
    const { windows, writes } = sharedWindows(clock, 8);
    const granted = new Granted(clock);
    const latest = new Map<string, Permit>();
    for (const endpoint of endpoints) {
      const permits = ratePermits(windows, clock, { ...BATCH, accountRate: 50 });
      const work = async () => {
        for (;;) {
          latest.set(endpoint, await permits.take(endpoint));
          granted.note('account', endpoint);
          await clock.sleep(300);
        }
      };
      for (let i = 0; i < 30; i += 1) work().catch(fail);
    }
    const refuse = (limit: 'account' | 'endpoint', times = 1) =>
      Promise.all(
        Array.from({ length: times }, (_, i) => latest.get(endpoints[i % 2] ?? '')?.refused(limit)),
      );
    return { clock, granted, refuse, writes };
  }

  it('all functions send half for some seconds, then more, then all again', async () => {
    const { clock, granted, refuse } = twoFunctions(['POST a', 'POST a']);
    await clock.run(START + 3_500);
    void refuse('endpoint', 10);
    await clock.run(START + 12_000);
    expect(granted.bySecond('POST a', 2, 11)).toEqual([24, 24, 11, 11, 11, 17, 17, 24, 24]);
  });

  it('they send a quarter, for longer, where Stripe refuses again', async () => {
    const { clock, granted, refuse } = twoFunctions(['POST a', 'POST a']);
    await clock.run(START + 2_500);
    void refuse('endpoint');
    await clock.run(START + 4_500);
    void refuse('endpoint', 10);
    await clock.run(START + 18_000);
    expect(granted.bySecond('POST a', 2, 17)).toEqual([
      24, 11, 11, 5, 5, 5, 5, 5, 11, 11, 11, 17, 17, 24, 24,
    ]);
  });

  it('an endpoint is slowed down alone, and the account with all that it has', async () => {
    const own = twoFunctions(['POST a', 'POST b']);
    await own.clock.run(START + 2_500);
    void own.refuse('endpoint');
    await own.clock.run(START + 4_000);
    expect(own.granted.bySecond('POST a', 3, 4)).toEqual([11]);
    expect(own.granted.bySecond('POST b', 3, 4)).toEqual([24]);

    const all = twoFunctions(['POST a', 'POST b']);
    await all.clock.run(START + 2_500);
    void all.refuse('account');
    await all.clock.run(START + 4_000);
    expect(all.granted.bySecond('account', 2, 4)).toEqual([48, 23]);
  });

  it('many refusals at once count once, and cost little', async () => {
    const { clock, refuse, writes } = twoFunctions(['POST a', 'POST b']);
    await clock.run(START + 2_700);
    // The grants of this second are gone, and it is too early for those of the next.
    const before = writes();
    void refuse('account', 20);
    await clock.run(START + 2_710);
    void refuse('account', 20);
    await clock.run(START + 2_800);
    // Five of who is first, one of who is second.
    expect(writes() - before).toBe(6);
  });
});
