import { invalid } from '../dynamo-error';
import type { AttributeValue, Item } from './attribute-value';
import { canonicalNumber, compareNumbers } from './decimal';

const DEEPEST = 32;

/** Reads an item of a request. Throws DynamoError for what DynamoDB would not store. */
export function readItem(input: unknown, depth = 0): Item {
  return Object.fromEntries(
    Object.entries(record(input)).map(([name, value]) => {
      if (name === '') throw invalid('Empty attribute name');
      return [name, readValue(value, depth)];
    }),
  );
}

/** Reads `{"S": "…"}` and its like; numbers and sets come out as DynamoDB would write them. */
export function readValue(input: unknown, depth = 0): AttributeValue {
  const members = Object.entries(record(input));
  const [member] = members;
  if (members.length > 1 || !member) {
    const problem = members.length > 1 ? 'has more than one datatypes set' : 'is empty';
    throw invalid(`Supplied AttributeValue ${problem}, must contain exactly one of the supported datatypes`);
  }
  const [type, value] = member;
  switch (type) {
    case 'S':
      return { S: text(value) };
    case 'N':
      return { N: canonicalNumber(text(value)) };
    case 'B':
      return { B: base64(value) };
    case 'BOOL':
      return { BOOL: value === true };
    case 'NULL':
      if (value === true) return { NULL: true };
      throw parameter('Null attribute value types must have the value of true');
    case 'SS':
      return { SS: elements(value, 'string', text).sort() };
    case 'NS':
      return {
        NS: elements(value, 'number', (each) => canonicalNumber(text(each))).sort(compareNumbers),
      };
    case 'BS':
      return { BS: elements(value, 'binary', base64) };
    case 'L': {
      const below = deeper(depth);
      return { L: list(value).map((each) => readValue(each, below)) };
    }
    case 'M':
      return { M: readItem(value, deeper(depth)) };
    default:
      throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
}

const parameter = (message: string) => invalid(`One or more parameter values were invalid: ${message}`);
const malformed = (wanted: string) => invalid(`An attribute value holds something that is not ${wanted}`);

function elements(value: unknown, kind: string, read: (element: unknown) => string): string[] {
  const found = list(value).map(read);
  if (found.length === 0) throw parameter(`An ${kind} set  may not be empty`);
  if (new Set(found).size < found.length) {
    throw parameter(`Input collection [${found.join(', ')}] contains duplicates`);
  }
  return found;
}

function deeper(depth: number): number {
  if (depth + 1 < DEEPEST) return depth + 1;
  throw invalid(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

function base64(value: unknown): string {
  const encoded = text(value);
  if (Buffer.from(encoded, 'base64').toString('base64') !== encoded) throw malformed('base64');
  return encoded;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw malformed('a text');
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed('a list');
}

function record(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw malformed('a structure');
}
