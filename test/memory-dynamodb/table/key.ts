import { type AttributeValue, attributeOf, type Item } from '../data/attribute-value';
import { valueSize } from '../data/item-size';
import { invalid } from '../dynamo-error';
import { type IndexSchema, type KeyAttribute, type KeySchema, keyAttributes } from './table-schema';

const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty string value.';

/** Fails unless these are the table's key attributes and nothing else. */
export function refuseOtherThanKey(key: Item, keys: KeySchema): void {
  if (Object.keys(key).length !== keyAttributes(keys).length) {
    throw invalid('The number of conditions on the keys is invalid');
  }
  refuseWrongKey(key, keys);
}

/** Fails if the item has no key that this table takes. */
export function refuseWrongKey(item: Item, keys: KeySchema): void {
  for (const attribute of keyAttributes(keys)) {
    const value = attributeOf(item, attribute.name);
    if (!value) throw invalid('One of the required keys was not given a value');
    refuseWrongKeyValue(attribute, value);
    if (valueSize(value) > (attribute === keys.hash ? 2048 : 1024)) {
      throw invalid(
        'Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes',
      );
    }
  }
}

function refuseWrongKeyValue({ name, type }: KeyAttribute, value: AttributeValue): void {
  if (!(type in value)) throw invalid('One or more parameter values were invalid: Type mismatch for key');
  if (isEmpty(value)) throw invalid(`One or more parameter values are not valid. ${EMPTY} Key: ${name}`);
}

/** Fails if what an item has of an index's keys is of the wrong type, or empty; it need not have any. */
export function refuseWrongIndexKeys(item: Item, indexes: IndexSchema[], write: 'put' | 'update'): void {
  for (const index of indexes) {
    for (const { name, type } of keyAttributes(index.keys)) {
      const value = attributeOf(item, name);
      if (value && !(type in value)) {
        throw invalid('One or more parameter values were invalid: Type mismatch for Index Key');
      }
      if (value && isEmpty(value)) throw invalid(emptyIndexKey(index.name, name, write));
    }
  }
}

function emptyIndexKey(index: string, name: string, write: 'put' | 'update'): string {
  const start = 'One or more parameter values are not valid.';
  return write === 'update'
    ? `${start} The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY}`
    : `${start} A value specified for a secondary index key is not supported. ${EMPTY} IndexName: ${index}, IndexKey: ${name}`;
}

export function isEmpty(value: AttributeValue): boolean {
  return ('S' in value && value.S === '') || ('B' in value && value.B === '');
}

/** The attributes of an item that are keys of these. */
export function keyOf(item: Item, ...schemas: KeySchema[]): Item {
  const key: Item = {};
  for (const { name } of schemas.flatMap(keyAttributes)) {
    const value = attributeOf(item, name);
    if (value) key[name] = value;
  }
  return key;
}
