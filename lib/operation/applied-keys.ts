const KEPT_KEYS = 6;

/** Remembers that the result of `key` is in the record, so that its webhook need not be fetched again. */
export function withAppliedKey(keys: string[], key: string): string[] {
  return [...keys.filter((k) => k !== key), key].slice(-KEPT_KEYS);
}
