import type { Time } from '../operation/ports';

/** Counts what was granted in one second, for all functions together. */
export interface RateWindows {
  /**
   * Takes up to `wanted` grants of a bucket's second, in one conditional write; 0 if `limit` is used up.
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
  /** Grants that are taken at once: more cost fewer writes, but what is not used within its second is lost. */
  chunk: number;
}

export interface Permits {
  /** Waits until a request to this endpoint of Stripe may be sent. */
  take(endpoint: string): Promise<void>;
}

/**
 * One bucket for the account and one for each endpoint, counted by the second and shared by all functions through
 * the table. A grant is good for its own second only, so whatever dies holding some, no second ever sees more than
 * the rate.
 */
export function ratePermits(windows: RateWindows, time: Time, options: PermitOptions): Permits {
  const held = new Map<string, { second: number; left: number }>();

  const lease = async (bucket: string, rate: number): Promise<number> => {
    const limit = Math.max(1, Math.floor(rate * options.share));
    for (;;) {
      const second = Math.floor(time.now() / 1000);
      const own = held.get(bucket);
      if (own && own.second === second && own.left > 0) {
        own.left -= 1;
        return second;
      }
      const left = await windows.take(bucket, second, Math.min(options.chunk, limit), limit);
      if (left > 0) {
        // Others of this function may have taken grants of the same second meanwhile.
        const now = held.get(bucket);
        held.set(bucket, { second, left: left - 1 + (now?.second === second ? now.left : 0) });
        if (Math.floor(time.now() / 1000) === second) return second;
      } else {
        await time.sleep(1000 - (time.now() % 1000));
      }
    }
  };

  return {
    take: async (endpoint) => {
      for (;;) {
        await lease(endpoint, options.endpointRate);
        const second = await lease('account', options.accountRate);
        // A grant of the endpoint that was waited with is stale by now.
        if (Math.floor(time.now() / 1000) === second) return;
      }
    },
  };
}
