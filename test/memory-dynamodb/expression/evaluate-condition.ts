import { type AttributeValue, elementsOf, type Item, typeOf } from '../data/attribute-value';
import { compareValues, isSame } from '../data/compare';
import type { Comparator, Condition, Operand } from './condition';
import { valueAt } from './document-path';

/** Whether an item is as the condition says; one that is not there has no attributes. */
export function holds(condition: Condition, item: Item): boolean {
  const read = (operand: Operand) => operandValue(operand, item);
  switch (condition.kind) {
    case 'AND':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'OR':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'NOT':
      return !holds(condition.of, item);
    case 'compare':
      return compares(condition.comparator, read(condition.left), read(condition.right));
    case 'BETWEEN': {
      const value = read(condition.operand);
      return compares('>=', value, read(condition.low)) && compares('<=', value, read(condition.high));
    }
    case 'IN': {
      const value = read(condition.operand);
      return condition.among.some((each) => compares('=', value, read(each)));
    }
    case 'attribute_exists':
      return valueAt(item, condition.path) !== undefined;
    case 'attribute_not_exists':
      return valueAt(item, condition.path) === undefined;
    case 'attribute_type': {
      const value = valueAt(item, condition.path);
      return value !== undefined && typeOf(value) === condition.type;
    }
    case 'begins_with':
      return beginsWith(read(condition.operand), read(condition.part));
    case 'contains':
      return contains(read(condition.operand), read(condition.part));
  }
}

function operandValue(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const size = sizeOf(operandValue(operand.of, item));
  return size === undefined ? undefined : { N: String(size) };
}

/** What is missing differs from everything, and is neither less nor greater. */
function compares(
  comparator: Comparator,
  a: AttributeValue | undefined,
  b: AttributeValue | undefined,
): boolean {
  if (!a || !b) return comparator === '<>';
  if (comparator === '=') return isSame(a, b);
  if (comparator === '<>') return !isSame(a, b);
  const order = compareValues(a, b);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (!value) return undefined;
  if ('S' in value) return value.S.length;
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return elementsOf(value)?.length;
}

export function beginsWith(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!value || !part) return false;
  if ('S' in value && 'S' in part) return value.S.startsWith(part.S);
  if (!('B' in value && 'B' in part)) return false;
  const start = bytes(part.B);
  return bytes(value.B).subarray(0, start.length).equals(start);
}

function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!value || !part) return false;
  if ('L' in value) return value.L.some((each) => isSame(each, part));
  if ('S' in part)
    return ('S' in value && value.S.includes(part.S)) || ('SS' in value && value.SS.includes(part.S));
  if ('N' in part) return 'NS' in value && value.NS.includes(part.N);
  if (!('B' in part)) return false;
  return (
    ('B' in value && bytes(value.B).includes(bytes(part.B))) || ('BS' in value && value.BS.includes(part.B))
  );
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
