import { type AttributeValue, attributeOf, type Item } from '../data/attribute-value';
import { readValue } from '../data/read-value';
import { DynamoError, invalid } from '../dynamo-error';
import type { Tokens } from './tokens';

/** What `#names` and `:values` of a request's expressions stand for. */
export interface Placeholders {
  nameOf(placeholder: string, tokens: Tokens): string;
  valueOf(placeholder: string, tokens: Tokens): AttributeValue;
  /** Fails if one was given that no expression has used. To be called when all expressions are read. */
  refuseUnused(): void;
}

interface Given {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

/** `expressions`: those of the request; without any there must be no placeholders either. */
export function placeholders(given: Given, ...expressions: (string | undefined)[]): Placeholders {
  const names = readNames(given.ExpressionAttributeNames);
  const values = readValues(given.ExpressionAttributeValues);
  if (expressions.every((each) => each === undefined)) {
    const needless = given.ExpressionAttributeNames ?? given.ExpressionAttributeValues;
    const member = given.ExpressionAttributeNames ? 'ExpressionAttributeNames' : 'ExpressionAttributeValues';
    if (needless) throw invalid(`${member} can only be specified when using expressions`);
  }
  const used = new Set<string>();
  return {
    nameOf(placeholder, tokens) {
      used.add(placeholder);
      return (
        names.get(placeholder) ??
        tokens.refuse(
          `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
        )
      );
    },
    valueOf(placeholder, tokens) {
      used.add(placeholder);
      return (
        attributeOf(values, placeholder) ??
        tokens.refuse(
          `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
        )
      );
    },
    refuseUnused() {
      refuseUnused('ExpressionAttributeNames', [...names.keys()], used);
      refuseUnused('ExpressionAttributeValues', Object.keys(values), used);
    },
  };
}

function refuseUnused(member: string, given: string[], used: Set<string>): void {
  const unused = given.filter((each) => !used.has(each));
  if (unused.length === 0) return;
  throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
}

function readNames(given: Given['ExpressionAttributeNames']): Map<string, string> {
  const entries = Object.entries(given ?? {});
  if (given && entries.length === 0) throw invalid('ExpressionAttributeNames must not be empty');
  for (const [key, name] of entries) {
    if (!/^#\w+$/.test(key)) {
      throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
    }
    if (name === '') {
      throw invalid(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`);
    }
  }
  return new Map(entries);
}

function readValues(given: Given['ExpressionAttributeValues']): Item {
  const entries = Object.entries(given ?? {});
  if (given && entries.length === 0) throw invalid('ExpressionAttributeValues must not be empty');
  return Object.fromEntries(entries.map(([key, value]) => [key, readGiven(key, value)]));
}

function readGiven(key: string, value: unknown): AttributeValue {
  if (!/^:\w+$/.test(key)) {
    throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
  }
  try {
    return readValue(value);
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
  }
}
