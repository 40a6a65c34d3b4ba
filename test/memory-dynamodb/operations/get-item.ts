import * as v from 'valibot';
import { readItem } from '../data/read-value';
import { placeholders } from '../expression/placeholders';
import { parseProjection } from '../expression/project';
import { type Database, tableOf } from '../table/database';
import { refuseOtherThanKey } from '../table/key';
import { attributes, readInput, substitutes, unmetered } from './read-input';

const GetInput = v.strictObject({
  TableName: v.string(),
  Key: attributes,
  ConsistentRead: v.optional(v.boolean()),
  ProjectionExpression: v.optional(v.string()),
  ExpressionAttributeNames: substitutes.ExpressionAttributeNames,
  ReturnConsumedCapacity: unmetered.ReturnConsumedCapacity,
});

export function getItem(database: Database, input: unknown) {
  const request = readInput(GetInput, input);
  const { ProjectionExpression: expression } = request;
  const table = tableOf(database, request.TableName);
  const names = placeholders(request, expression);
  const projection = expression === undefined ? undefined : parseProjection(expression, names);
  names.refuseUnused();
  const key = readItem(request.Key);
  refuseOtherThanKey(key, table.schema.keys);
  const item = table.items.find(key);
  if (!item) return {};
  return { Item: projection ? projection.of(item) : item };
}
