import type { Time } from '../operation/ports';

/** Counts what was granted in one second, for all functions together. */
export interface RateWindows {
  /**
   * Takes up to `wanted` grants of a bucket's second; fewer only if `limit` is used up with them.
   * `second`: whole seconds since the epoch.
   */
  take(bucket: string, second: number, wanted: number, limit: number): Promise<number>;
}

export interface PermitOptions {
  /** Requests a second that Stripe grants the account, and each of its endpoints. */
  accountRate: number;
  endpointRate: number;
  /** The part of them that this caller may use: batch work leaves some to people who wait. */
  share: number;
}

export interface Permits {
  /**
   * Waits until a request to this endpoint of Stripe may be sent.
   * @throws NoPermitError if that takes too long; nothing was sent then
   */
  take(endpoint: string): Promise<void>;
}

/** Others use up the rate. Trying later is right. */
export class NoPermitError extends Error {
  override readonly name = 'NoPermitError';
}

/** Whoever still waits after this gives up, so that it ends in order before its function is stopped. */
const PATIENCE_MS = 20_000;

/** What this function holds of a bucket's current second, and who waits for more. */
interface Bucket {
  second: number;
  left: number;
  isUsedUp: boolean;
  waiting: number;
  taking: Promise<void> | null;
}

/**
 * One bucket for the account and one for each endpoint, counted by the second and shared by all functions through
 * the table. A grant is good for its own second only, so whatever dies holding some, no second ever sees more than
 * the rate. As many are taken at once as wait here, so that none lies idle while another function goes without.
 */
export function ratePermits(windows: RateWindows, time: Time, options: PermitOptions): Permits {
  const buckets = new Map<string, Bucket>();
  const present = () => Math.floor(time.now() / 1000);

  const bucketOf = (name: string, second: number): Bucket => {
    const known = buckets.get(name);
    if (known?.second === second) return known;
    const fresh = { second, left: 0, isUsedUp: false, waiting: 0, taking: null };
    buckets.set(name, fresh);
    return fresh;
  };

  const refill = async (name: string, bucket: Bucket, limit: number): Promise<void> => {
    const wanted = Math.min(bucket.waiting, limit);
    const taken = await windows.take(name, bucket.second, wanted, limit);
    bucket.left += taken;
    bucket.isUsedUp = taken < wanted;
  };

  /** Whether this second of the bucket has room for one more request. */
  const grant = async (name: string, rate: number, second: number): Promise<boolean> => {
    if (present() !== second) return false;
    const limit = Math.max(1, Math.floor(rate * options.share));
    const bucket = bucketOf(name, second);
    bucket.waiting += 1;
    try {
      while (bucket.left === 0) {
        if (bucket.isUsedUp) return false;
        bucket.taking ??= refill(name, bucket, limit).finally(() => {
          bucket.taking = null;
        });
        await bucket.taking;
      }
      bucket.left -= 1;
      return true;
    } finally {
      bucket.waiting -= 1;
    }
  };

  return {
    take: async (endpoint) => {
      const until = time.now() + PATIENCE_MS;
      for (;;) {
        const second = present();
        const isGranted =
          (await grant(endpoint, options.endpointRate, second)) &&
          (await grant('account', options.accountRate, second));
        // Both grants are of one second, and what came too late is of none.
        const now = time.now();
        if (Math.floor(now / 1000) === second) {
          if (isGranted) return;
          await time.sleep(1000 - (now % 1000));
        }
        if (time.now() >= until) throw new NoPermitError('The rate of requests to Stripe is used up.');
      }
    },
  };
}
