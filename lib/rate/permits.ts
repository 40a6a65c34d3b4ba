import type { Time } from '../operation/ports';
import { type Bucket, bucketOf, type Taken } from './bucket';
import { AT_ONCE, EVENLY } from './pace';
import type { RateWindows } from './windows';

export interface PermitOptions {
  /** Requests a second that Stripe grants the account, and each of its endpoints. */
  accountRate: number;
  endpointRate: number;
  /** Whether a person waits for the answer, or nobody does. */
  use: 'interactive' | 'batch';
}

/** Which of Stripe's limits a request ran into. */
export type Limit = 'account' | 'endpoint';

/** One request may be sent. */
export interface Permit {
  /** Stripe refused it for its rate: from now on all functions send less for a while. */
  refused(limit: Limit): Promise<void>;
}

export interface Permits {
  /**
   * Waits until a request to this endpoint of Stripe may be sent.
   * @throws NoPermitError if that takes too long; nothing was sent then
   */
  take(endpoint: string): Promise<Permit>;
}

/** Others use up the rate. Trying later is right. */
export class NoPermitError extends Error {
  override readonly name = 'NoPermitError';
}

/** Whoever still waits after this gives up, so that it ends in order before its function is stopped. */
const PATIENCE_MS = 20_000;

interface Waiter {
  until: number;
  /** Whether it has been too late for a grant before. */
  wasLate: boolean;
  go(permit: Permit): void;
  fail(error: unknown): void;
}

/** The requests to one endpoint that wait in this function. */
interface Lane {
  bucket: Bucket;
  waiting: Waiter[];
  isServed: boolean;
}

/**
 * One bucket for the account and one for each endpoint, counted by the second and shared by all functions through
 * the table. A grant is good for its own second only, so whatever dies holding some, no second ever sees more than
 * the rate. As many are taken at once as wait here, so that none lies idle while another function goes without.
 */
export function ratePermits(windows: RateWindows, time: Time, options: PermitOptions): Permits {
  const pace = options.use === 'interactive' ? AT_ONCE : EVENLY;
  const account = bucketOf('account', options.accountRate, pace, windows);
  const lanes = new Map<string, Lane>();
  const laneOf = (endpoint: string): Lane => {
    const bucket = () => bucketOf(endpoint, options.endpointRate, pace, windows);
    const lane = lanes.get(endpoint) ?? { bucket: bucket(), waiting: [], isServed: false };
    lanes.set(endpoint, lane);
    return lane;
  };

  /** Lets one go when its grants are good, or has it wait for others if their second is over by then. */
  const release = async (lane: Lane, waiter: Waiter, second: number, at: number, permit: Permit) => {
    // Timers may ring a little early.
    for (let now = time.now(); now < at; now = time.now()) await time.sleep(at - now);
    const now = time.now();
    const isInTime = waiter.wasLate || now <= at + pace.graceMs;
    if (isInTime && Math.floor(now / 1000) === second) return waiter.go(permit);
    // Next time late is better than never: where everything is slow, everything is late.
    waiter.wasLate = true;
    lane.waiting.unshift(waiter);
    serve(lane);
  };

  const permitOf = (lane: Lane, own: Taken, all: Taken): Permit => ({
    refused: (limit) => {
      const second = Math.floor(time.now() / 1000);
      return limit === 'account'
        ? account.slowDown(second, all.isSlowed)
        : lane.bucket.slowDown(second, own.isSlowed);
    },
  });

  /** Takes grants of a second for those who wait. The time of the last one, null if there were not enough. */
  const takeSome = async (lane: Lane, second: number): Promise<number | null> => {
    const { bucket, waiting } = lane;
    const wanted = Math.min(waiting.length, pace.most(bucket.rate));
    const since = Math.max(0, time.now() - second * 1000);
    const own = await bucket.take(second, wanted, since);
    // Both grants of a request are of one second.
    const all = own.count > 0 ? await account.take(second, own.count, since) : own;
    const times = all.times.map((at, i) => Math.max(at, own.times[i] ?? at));
    for (const at of times) {
      const waiter = waiting.shift();
      if (waiter) void release(lane, waiter, second, at, permitOf(lane, own, all));
    }
    return all.count < wanted ? null : (times.at(-1) ?? null);
  };

  const giveUp = (waiting: Waiter[]): void => {
    const now = time.now();
    const late = waiting.filter(({ until }) => until <= now);
    for (const waiter of late) {
      waiting.splice(waiting.indexOf(waiter), 1);
      waiter.fail(new NoPermitError('The rate of requests to Stripe is used up.'));
    }
  };

  const serveAll = async (lane: Lane): Promise<void> => {
    let second = 0;
    let notBefore = 0;
    while (lane.waiting.length > 0) {
      second = Math.max(second, Math.floor(time.now() / 1000));
      const opens = Math.max(notBefore, second * 1000) - pace.leadMs;
      if (time.now() < opens) {
        await time.sleep(opens - time.now());
        giveUp(lane.waiting);
        continue;
      }
      const last = await takeSome(lane, second);
      if (last === null) second += 1;
      else notBefore = last;
    }
  };

  const serve = (lane: Lane): void => {
    if (lane.isServed) return;
    lane.isServed = true;
    const failAll = (error: unknown) => {
      for (const waiter of lane.waiting.splice(0)) waiter.fail(error);
    };
    // Not before all who come in the same moment are there.
    void Promise.resolve()
      .then(() => serveAll(lane))
      .catch(failAll)
      .finally(() => {
        lane.isServed = false;
        if (lane.waiting.length > 0) serve(lane);
      });
  };

  return {
    take: (endpoint) =>
      new Promise((go, fail) => {
        const lane = laneOf(endpoint);
        lane.waiting.push({ until: time.now() + PATIENCE_MS, wasLate: false, go, fail });
        serve(lane);
      }),
  };
}
