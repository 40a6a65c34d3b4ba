import * as v from 'valibot';
import { readItem } from '../data/read-value';
import { parseCondition } from '../expression/parse-condition';
import { placeholders } from '../expression/placeholders';
import { type Database, tableOf } from '../table/database';
import { refuseOtherThanKey } from '../table/key';
import { attributes, onConditionCheckFailure, readInput, substitutes, unmetered } from './read-input';
import { type Write, write } from './write';

const Delete = {
  TableName: v.string(),
  Key: attributes,
  ConditionExpression: v.optional(v.string()),
  ...substitutes,
  ...onConditionCheckFailure,
};
const DeleteInput = v.strictObject({
  ...Delete,
  ...unmetered,
  ReturnValues: v.optional(v.picklist(['NONE', 'ALL_OLD'])),
});
/** In a transaction. */
export const TransactDelete = v.strictObject(Delete);
export const TransactConditionCheck = v.strictObject({ ...Delete, ConditionExpression: v.string() });

export function deleteItem(database: Database, input: unknown) {
  const { ReturnValues: returned, ...request } = readInput(DeleteInput, input);
  const { before } = write(readDelete(database, request));
  return returned === 'ALL_OLD' && before ? { Attributes: before } : {};
}

export function readDelete(database: Database, request: v.InferOutput<typeof TransactDelete>): Write {
  const table = tableOf(database, request.TableName);
  const names = placeholders(request, request.ConditionExpression);
  const condition =
    request.ConditionExpression === undefined
      ? undefined
      : parseCondition('ConditionExpression', request.ConditionExpression, names);
  names.refuseUnused();
  const key = readItem(request.Key);
  refuseOtherThanKey(key, table.schema.keys);
  return {
    table,
    key,
    condition,
    showsFound: request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    after: () => undefined,
  };
}

/** A condition of a transaction on an item that it leaves alone. */
export function readConditionCheck(
  database: Database,
  request: v.InferOutput<typeof TransactConditionCheck>,
): Write {
  return { ...readDelete(database, request), after: (before) => before };
}
