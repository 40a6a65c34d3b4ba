/** How the grants of a second are used by whoever takes them. */
export interface Pace {
  isPeople: boolean;
  /** How long before a second begins its grants are taken, and before a grant's time the next ones, in ms. */
  leadMs: number;
  /** How late a grant may be used, within its second. */
  graceMs: number;
  /** How many are taken at once at most. */
  most(rate: number): number;
  /** How many of a second's grants there are for them. */
  limit(rate: number, werePeopleSeen: boolean): number;
  /** When a grant is good, in ms since its second began. */
  at(rate: number, ordinal: number): number;
  /** The first grant whose time has not gone by. */
  from(rate: number, sinceMs: number): number;
}

/** People wait for an answer: they may use all of the rate, and at once. */
export const AT_ONCE: Pace = {
  isPeople: true,
  leadMs: 0,
  graceMs: 1000,
  most: (rate) => rate,
  limit: (rate) => rate,
  at: () => 0,
  from: () => 0,
};

/**
 * It has to cover two writes to the table. The shorter it is, the more requests are gathered for one write, and the later a
 * second is taken up to what is left for people.
 */
const LEAD_MS = 150;
/** Where timers ring late, many grants would be used in one moment. */
const GRACE_MS = 200;
/** Few enough that scheduled work soon sees people come. */
const CHUNKS_A_SECOND = 4;
const RESERVE = 0.03;
const RESERVE_WHERE_PEOPLE_ARE = 0.2;

/**
 * Scheduled work sends evenly: the k-th grant of a second is good k/rate after it began, so that Stripe, which counts
 * from other moments than we do, sees no more than the rate either. What it leaves to people lies at the second's end
 * and is also what makes up for a late timer.
 */
export const EVENLY: Pace = {
  isPeople: false,
  leadMs: LEAD_MS,
  graceMs: GRACE_MS,
  most: (rate) => Math.max(1, Math.floor(rate / CHUNKS_A_SECOND)),
  limit: (rate, werePeopleSeen) => {
    const reserve = Math.ceil(rate * (werePeopleSeen ? RESERVE_WHERE_PEOPLE_ARE : RESERVE));
    return Math.max(1, rate - reserve);
  },
  at: (rate, ordinal) => Math.floor((ordinal * 1000) / rate),
  from: (rate, sinceMs) => Math.ceil((sinceMs * rate) / 1000),
};
