import * as v from 'valibot';
import { attributeOf, type Item } from '../data/attribute-value';
import { refuseLarge } from '../data/item-size';
import { readItem } from '../data/read-value';
import { invalid } from '../dynamo-error';
import { updated } from '../expression/apply-update';
import type { DocumentPath } from '../expression/document-path';
import { parseCondition } from '../expression/parse-condition';
import { parseUpdate } from '../expression/parse-update';
import { placeholders } from '../expression/placeholders';
import { type Update, updatedPaths } from '../expression/update';
import { type Database, tableOf } from '../table/database';
import { refuseOtherThanKey, refuseWrongIndexKeys } from '../table/key';
import type { Table } from '../table/table';
import { keyAttributes } from '../table/table-schema';
import { attributes, onConditionCheckFailure, readInput, substitutes, unmetered } from './read-input';
import { type Write, write } from './write';

const UpdateMembers = {
  TableName: v.string(),
  Key: attributes,
  ConditionExpression: v.optional(v.string()),
  ...substitutes,
  ...onConditionCheckFailure,
};
const UpdateInput = v.strictObject({
  ...UpdateMembers,
  UpdateExpression: v.optional(v.string()),
  ...unmetered,
  ReturnValues: v.optional(v.picklist(['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']), 'NONE'),
});
/** In a transaction. */
export const TransactUpdate = v.strictObject({ ...UpdateMembers, UpdateExpression: v.string() });

const NOTHING: Update = { SET: [], REMOVE: [], ADD: [], DELETE: [] };

export function updateItem(database: Database, input: unknown) {
  const { ReturnValues: returned, ...request } = readInput(UpdateInput, input);
  const { paths, ...wanted } = readUpdate(database, request);
  if (returned.startsWith('UPDATED') && paths.some(({ length }) => length > 1)) {
    throw invalid(`ReturnValues ${returned} is for whole attributes only (DynamoDB in memory)`);
  }
  const { before, after } = write(wanted);
  const item = returned.endsWith('OLD') ? before : after;
  if (returned === 'NONE' || !item) return {};
  const found = returned.startsWith('ALL') ? item : partOf(item, paths);
  return Object.keys(found).length > 0 ? { Attributes: found } : {};
}

export function readUpdate(
  database: Database,
  request: v.InferOutput<typeof TransactUpdate> | Omit<v.InferOutput<typeof UpdateInput>, 'ReturnValues'>,
): Write & { paths: DocumentPath[] } {
  const { ConditionExpression: condition, UpdateExpression: expression } = request;
  const table = tableOf(database, request.TableName);
  const names = placeholders(request, condition, expression);
  const update = expression === undefined ? NOTHING : parseUpdate(expression, names);
  const parsed =
    condition === undefined ? undefined : parseCondition('ConditionExpression', condition, names);
  names.refuseUnused();
  const key = readItem(request.Key);
  refuseOtherThanKey(key, table.schema.keys);
  const paths = updatedPaths(update);
  return {
    table,
    key,
    condition: parsed,
    showsFound: request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    paths,
    after(before) {
      refuseKeys(paths, table);
      const after = updated(before ?? key, update);
      refuseWrongIndexKeys(after, table.schema.indexes, 'update');
      refuseLarge(after, 'Item size to update');
      return after;
    },
  };
}

function refuseKeys(paths: DocumentPath[], { schema }: Table): void {
  const key = keyAttributes(schema.keys).find(({ name }) => paths.some(([first]) => first === name));
  if (!key) return;
  throw invalid(
    `One or more parameter values were invalid: Cannot update attribute ${key.name}. This attribute is part of the key`,
  );
}

function partOf(item: Item, paths: DocumentPath[]): Item {
  return Object.fromEntries(
    paths.flatMap(([name]) => {
      const value = attributeOf(item, name);
      return value ? [[name, value]] : [];
    }),
  );
}
