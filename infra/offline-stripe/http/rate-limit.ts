import { ApiError } from './api-error';

/** Counts requests over the last second of the clock; without a limit it lets everything pass. */
export class RateLimit {
  perSecond: number | null = null;
  private granted: number[] = [];

  constructor(private readonly nowMs: () => number) {}

  /** @throws {ApiError} 429 `rate_limit` when the last second is full. */
  take(): void {
    if (this.perSecond === null) return;
    const now = this.nowMs();
    this.granted = this.granted.filter((at) => at > now - 1_000);
    if (this.granted.length >= this.perSecond) throw rateLimited();
    this.granted.push(now);
  }
}

/** Stripe calls this an `invalid_request_error`; only status and code tell it from a wrong request. */
function rateLimited(): ApiError {
  return new ApiError(429, {
    type: 'invalid_request_error',
    code: 'rate_limit',
    rate_limited_reason: 'global-rate',
    message: 'Request rate limit exceeded. Slow down and send the request again later.',
  });
}
