import { textFault } from './text-fault';

/** More than anybody means, and far less than what a recursion over it survives. */
const MAX_DEPTH = 100;
const TOO_DEEP = `Must not be nested more than ${MAX_DEPTH} levels deep.`;
/** What anything that fits a record can hold. Checking a million values would take seconds, and a gigabyte. */
const MAX_VALUES = 50_000;
const TOO_MANY = `Must not hold more than ${MAX_VALUES} values.`;
const INEXACT = 'Numbers in it must be exact: send those beyond 9007199254740991 as strings.';

/** Schemas pass over these in silence, and they harm whoever merges what he gets. */
const RESERVED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

interface Part {
  value: unknown;
  depth: number;
}

/**
 * Why the value of a field cannot be kept as it was sent; null if it can. Types, ranges and sizes are for schemas to
 * judge, which may rely on this: it is walked step by step, since a caller chooses how deep it is.
 */
export function valueFault(field: unknown): string | null {
  const open: Part[] = [{ value: field, depth: 0 }];
  let values = 0;
  for (let part = open.pop(); part; part = open.pop()) {
    const { value, depth } = part;
    if (typeof value === 'string') {
      const fault = textFault(value);
      if (fault) return fault;
    }
    // What a field is itself, its schema looks at.
    if (depth > 0 && typeof value === 'number' && !isExact(value)) return INEXACT;
    if (typeof value !== 'object' || value === null) continue;
    if (depth === MAX_DEPTH) return TOO_DEEP;
    const names = Object.keys(value);
    values += names.length;
    if (values > MAX_VALUES) return TOO_MANY;
    for (const [name, inner] of Object.entries(value)) {
      const fault = RESERVED.includes(name) ? `May not contain the key "${name}".` : textFault(name);
      if (fault) return fault;
      open.push({ value: inner, depth: depth + 1 });
    }
  }
  return null;
}

/** Whether it is what was written: 1e400 and long integers are not. */
function isExact(number: number): boolean {
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
}
