type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];

/** The keys that the SDK's type requires; the compiler sees to it that all are named. */
export function keysOf<T>(keys: Record<RequiredKeys<T>, true>): string[] {
  return Object.keys(keys);
}
