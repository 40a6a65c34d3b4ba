import { type AttributeValue, attributeOf, type Item } from '../data/attribute-value';
import { childOf, type DocumentPath, wrongPath } from './document-path';

/** The item with another value at a path; all that leads there must exist. An element beyond a list's end is its last. */
export function withValue(item: Item, [name, ...rest]: DocumentPath, value: AttributeValue): Item {
  return withMember(item, name, replaced(attributeOf(item, name), rest, value));
}

function replaced(
  old: AttributeValue | undefined,
  [step, ...rest]: (string | number)[],
  value: AttributeValue,
): AttributeValue {
  if (step === undefined) return value;
  if (!old) throw wrongPath();
  const child = replaced(childOf(old, step), rest, value);
  if (typeof step === 'number' && 'L' in old) {
    return { L: step < old.L.length ? old.L.with(step, child) : [...old.L, child] };
  }
  if (typeof step === 'string' && 'M' in old) return { M: withMember(old.M, step, child) };
  throw wrongPath();
}

/** The item without what stands at these paths. Elements are counted before any of them is gone. */
export function withoutValues(item: Item, paths: DocumentPath[]): Item {
  // What lies deepest goes first, and of one list its last element: so none of those to come has moved.
  const order = paths.toSorted((a, b) => b.length - a.length || position(b) - position(a));
  return order.reduce((left, [name, ...rest]) => {
    const old = attributeOf(left, name);
    const kept = old && removed(old, rest);
    if (kept) return withMember(left, name, kept);
    if (rest.length > 0) throw wrongPath();
    return withoutMember(left, name);
  }, item);
}

function position(path: DocumentPath): number {
  const last = path.at(-1);
  return typeof last === 'number' ? last : -1;
}

function removed(old: AttributeValue, [step, ...rest]: (string | number)[]): AttributeValue | undefined {
  if (step === undefined) return undefined;
  const child = childOf(old, step);
  if (!child && rest.length > 0) throw wrongPath();
  const kept = child && removed(child, rest);
  if (typeof step === 'number' && 'L' in old) {
    return { L: kept ? old.L.with(step, kept) : old.L.filter((_, i) => i !== step) };
  }
  if (typeof step === 'string' && 'M' in old) {
    return { M: kept ? withMember(old.M, step, kept) : withoutMember(old.M, step) };
  }
  throw wrongPath();
}

function withMember(item: Item, name: string, value: AttributeValue): Item {
  return { ...item, [name]: value };
}

function withoutMember(item: Item, name: string): Item {
  const { [name]: _gone, ...rest } = item;
  return rest;
}
