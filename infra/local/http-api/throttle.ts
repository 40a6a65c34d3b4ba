import type { ThrottleSettings } from './api-definition';

/** Whether one more request may pass now. */
export type Throttle = (routeKey: string) => boolean;

/** A token bucket per route: `ThrottlingRateLimit` tokens a second, `ThrottlingBurstLimit` at most. `now` in ms. */
export function createThrottle(
  settingsOf: (routeKey: string) => ThrottleSettings,
  now: () => number,
): Throttle {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (routeKey) => {
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst = rate } = settingsOf(routeKey);
    if (rate === undefined || burst === undefined) return true;
    const { tokens, at } = buckets.get(routeKey) ?? { tokens: burst, at: now() };
    const refilled = Math.min(burst, tokens + ((now() - at) / 1000) * rate);
    buckets.set(routeKey, { tokens: refilled >= 1 ? refilled - 1 : refilled, at: now() });
    return refilled >= 1;
  };
}
