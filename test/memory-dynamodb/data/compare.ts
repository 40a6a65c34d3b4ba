import type { AttributeValue } from './attribute-value';
import { compareNumbers } from './decimal';

/** The order of two values that can be ordered, as of their sort keys; undefined where they have none. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('S' in a && 'S' in b) return compareTexts(a.S, b.S);
  if ('N' in a && 'N' in b) return compareNumbers(a.N, b.N);
  if ('B' in a && 'B' in b) return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'));
  return undefined;
}

/**
 * The order of UTF-8, in which DynamoDB keeps texts. JavaScript's own is that of UTF-16, where what lies beyond
 * U+FFFF comes before the last of what lies below.
 */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === shorter) return a.length - b.length;
  return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
}

/** Whether two values are the same. Sets have no order; numbers are written in one way. */
export function isSame(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if ('S' in a) return 'S' in b && a.S === b.S;
  if ('N' in a) return 'N' in b && a.N === b.N;
  if ('B' in a) return 'B' in b && a.B === b.B;
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL;
  if ('NULL' in a) return 'NULL' in b;
  if ('SS' in a) return 'SS' in b && isSameSet(a.SS, b.SS);
  if ('NS' in a) return 'NS' in b && isSameSet(a.NS, b.NS);
  if ('BS' in a) return 'BS' in b && isSameSet(a.BS, b.BS);
  if ('L' in a) return 'L' in b && a.L.length === b.L.length && a.L.every((each, i) => isSame(each, b.L[i]));
  return 'M' in b && isSameItem(a.M, b.M);
}

type Attributes = { [name: string]: AttributeValue };

export function isSameItem(a: Attributes, b: Attributes): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

function isSameSet(a: string[], b: string[]): boolean {
  const elements = new Set(a);
  return a.length === b.length && b.every((each) => elements.has(each));
}
