import type { Pace } from './pace';
import { NOTHING_COUNTED, type RateWindows } from './windows';

export interface Taken {
  count: number;
  /** When each of them is good, in ms since the epoch. */
  times: number[];
  /** Whether Stripe had refused requests shortly before. */
  isSlowed: boolean;
}

/** The account's grants or an endpoint's, as one function sees them. */
export interface Bucket {
  rate: number;
  take(second: number, wanted: number, sinceMs: number): Promise<Taken>;
  /** Stripe refused a request for its rate. `wasSlowed`: also after we had slowed down. */
  slowDown(second: number, wasSlowed: boolean): Promise<void>;
}

/** So long after people were seen they get the larger reserve. */
const PEOPLE_SECONDS = 10;

/** Which part of the rate is left unused in the seconds that follow a refusal; and a refusal in such a second. */
const REFUSED = [1 / 2, 1 / 2, 1 / 2, 1 / 4, 1 / 4];
const REFUSED_AGAIN = [3 / 4, 3 / 4, 3 / 4, 3 / 4, 3 / 4, 1 / 2, 1 / 2, 1 / 2, 1 / 4, 1 / 4];

export function bucketOf(name: string, rate: number, pace: Pace, windows: RateWindows): Bucket {
  let last = { second: 0, counted: NOTHING_COUNTED };
  let peopleUntil = 0;
  let slowedIn = 0;
  return {
    rate,
    take: async (second, wanted, sinceMs) => {
      const { count, counted } = await windows.take(name, second, {
        wanted,
        from: pace.from(rate, sinceMs),
        limit: pace.limit(rate, second < peopleUntil),
        isPeople: pace.isPeople,
        known: last.second === second ? last.counted : NOTHING_COUNTED,
      });
      if (second >= last.second) last = { second, counted };
      if (counted.people > 0) peopleUntil = second + 1 + PEOPLE_SECONDS;
      const first = counted.used - count;
      const times = Array.from({ length: count }, (_, i) => second * 1000 + pace.at(rate, first + i));
      return { count, times, isSlowed: counted.burned > 0 };
    },
    slowDown: async (second, wasSlowed) => {
      if (slowedIn === second) return;
      slowedIn = second;
      const burn = (share: number, i: number) => windows.burn(name, second + 1 + i, Math.ceil(rate * share));
      const [next = 0, ...later] = wasSlowed ? REFUSED_AGAIN : REFUSED;
      // Many are refused at once: whoever comes second leaves it at that.
      if (await burn(next, 0)) await Promise.all(later.map((share, i) => burn(share, i + 1)));
    },
  };
}
