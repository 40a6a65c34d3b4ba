import { type AttributeValue, attributeOf, type Item } from '../data/attribute-value';
import { compareValues, isSame } from '../data/compare';
import { invalid } from '../dynamo-error';
import type { Condition } from '../expression/condition';
import { beginsWith } from '../expression/evaluate-condition';
import { isEmpty } from '../table/key';
import { firstIndex } from '../table/partitions';
import type { KeyAttribute, KeySchema } from '../table/table-schema';
import { type KeyCondition, keyConditions } from './key-conditions';

/** A part of a partition. */
export interface KeyRange {
  /** The partition key. */
  hash: Item;
  /** Where the range begins and ends among the partition's items, which are in order. */
  within(items: readonly Item[]): [start: number, end: number];
  holds(key: Item): boolean;
}

/** What a KeyConditionExpression stands for. */
export function keyRange(condition: Condition, { hash, range }: KeySchema): KeyRange {
  const conditions = keyConditions(condition);
  const of = (key: KeyAttribute | undefined) => conditions.filter(({ name }) => name === key?.name);
  const [[onHash, twice], [onRange, twiceOnRange]] = [of(hash), of(range)];
  if (twice || twiceOnRange) throw invalid('KeyConditionExpressions must only contain one condition per key');
  if (!onHash || conditions.length > (onRange ? 2 : 1)) {
    throw invalid('Query condition missed key schema element');
  }
  const [value] = onHash.values;
  if (onHash.operator !== '=' || !value) throw invalid('Query key condition not supported');
  refuseWrongValues(onHash, hash);
  if (onRange && range) refuseWrongValues(onRange, range);
  const [isBefore, isAfter] = onRange ? boundsOf(onRange) : [never, never];
  return {
    hash: { [hash.name]: value },
    within: (items) => [
      firstIndex(items, (item) => !isBefore(item)),
      firstIndex(items, (item) => isAfter(item)),
    ],
    holds: (key) => isSame(attributeOf(key, hash.name), value) && !isBefore(key) && !isAfter(key),
  };
}

type Bound = (item: Item) => boolean;
const never: Bound = () => false;

/** Which items lie before the range, and which after it. */
function boundsOf({ name, operator, values: [low, high] }: KeyCondition): [isBefore: Bound, isAfter: Bound] {
  const order = (item: Item, to: AttributeValue | undefined): number => {
    const value = attributeOf(item, name);
    return (value && to && compareValues(value, to)) ?? 0;
  };
  const less: Bound = (item) => order(item, low) < 0;
  const greater: Bound = (item) => order(item, low) > 0;
  switch (operator) {
    case '=':
      return [less, greater];
    case '<':
      return [never, (item) => !less(item)];
    case '<=':
      return [never, greater];
    case '>':
      return [(item) => !greater(item), never];
    case '>=':
      return [less, never];
    case 'BETWEEN':
      return [less, (item) => order(item, high) > 0];
    case 'begins_with':
      return [less, (item) => greater(item) && !beginsWith(attributeOf(item, name), low)];
  }
}

function refuseWrongValues({ values }: KeyCondition, { name, type }: KeyAttribute): void {
  for (const value of values) {
    if (!(type in value)) {
      throw invalid(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    }
    if (isEmpty(value)) {
      throw invalid(
        'One or more parameter values are not valid. ' +
          `The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
      );
    }
  }
}
