type Attributes = Record<string, unknown>;

/**
 * What an update changed, with the values from before: only the changed keys, also inside hashes (a key that
 * is new there was null before), arrays as a whole. Undefined when nothing changed.
 */
export function previousAttributes(before: object, after: object): Attributes | undefined {
  const changed: Attributes = {};
  const old = new Map(Object.entries(before));
  const current = new Map(Object.entries(after));
  for (const key of new Set([...old.keys(), ...current.keys()])) {
    const was: unknown = old.get(key) ?? null;
    const is: unknown = current.get(key) ?? null;
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    changed[key] = isHash(was) && isHash(is) ? previousAttributes(was, is) : was;
  }
  return Object.keys(changed).length === 0 ? undefined : changed;
}

function isHash(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
