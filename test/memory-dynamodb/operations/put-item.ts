import * as v from 'valibot';
import { refuseLarge } from '../data/item-size';
import { readItem } from '../data/read-value';
import { parseCondition } from '../expression/parse-condition';
import { placeholders } from '../expression/placeholders';
import { type Database, tableOf } from '../table/database';
import { keyOf, refuseWrongIndexKeys, refuseWrongKey } from '../table/key';
import { attributes, onConditionCheckFailure, readInput, substitutes, unmetered } from './read-input';
import { type Write, write } from './write';

const Put = {
  TableName: v.string(),
  Item: attributes,
  ConditionExpression: v.optional(v.string()),
  ...substitutes,
  ...onConditionCheckFailure,
};
const PutInput = v.strictObject({
  ...Put,
  ...unmetered,
  ReturnValues: v.optional(v.picklist(['NONE', 'ALL_OLD'])),
});
/** In a transaction. */
export const TransactPut = v.strictObject(Put);

export function putItem(database: Database, input: unknown) {
  const { ReturnValues: returned, ...put } = readInput(PutInput, input);
  const { before } = write(readPut(database, put));
  return returned === 'ALL_OLD' && before ? { Attributes: before } : {};
}

export function readPut(database: Database, put: v.InferOutput<typeof TransactPut>): Write {
  const table = tableOf(database, put.TableName);
  const names = placeholders(put, put.ConditionExpression);
  const condition =
    put.ConditionExpression === undefined
      ? undefined
      : parseCondition('ConditionExpression', put.ConditionExpression, names);
  names.refuseUnused();
  const item = readItem(put.Item);
  refuseWrongKey(item, table.schema.keys);
  refuseLarge(item, 'Item size');
  return {
    table,
    key: keyOf(item, table.schema.keys),
    condition,
    showsFound: put.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    after: () => {
      refuseWrongIndexKeys(item, table.schema.indexes, 'put');
      return item;
    },
  };
}
