/** What is kept of one second of a bucket, for all functions together. */
export interface Counted {
  /** Grants that are gone: given out, passed over or burned. It only grows. */
  used: number;
  /** How many of them people took. */
  people: number;
  /** How many of them were burned because Stripe refused requests. */
  burned: number;
}

export const NOTHING_COUNTED: Counted = { used: 0, people: 0, burned: 0 };

export interface Wish {
  wanted: number;
  /** Grants before this one are passed over: their time has gone by. */
  from: number;
  /** How many of the second's grants are for whoever asks. */
  limit: number;
  isPeople: boolean;
  /** What whoever asks has seen of the second. */
  known: Counted;
}

/** Counts what was granted in one second. `second`: whole seconds since the epoch. */
export interface RateWindows {
  /** Takes as many as are wanted, or what is left of the limit. They are the last `count` of `counted.used`. */
  take(bucket: string, second: number, wish: Wish): Promise<{ count: number; counted: Counted }>;
  /** Lets so many of a second's grants go unused. Whether this is news: false if as many are burned already. */
  burn(bucket: string, second: number, amount: number): Promise<boolean>;
}
