import * as v from 'valibot';
import type { Item } from '../data/attribute-value';
import { isSameItem } from '../data/compare';
import { itemSize } from '../data/item-size';
import { readItem } from '../data/read-value';
import { invalid } from '../dynamo-error';
import { placeholders } from '../expression/placeholders';
import { parseProjection } from '../expression/project';
import { type Database, tableOf } from '../table/database';
import { refuseOtherThanKey } from '../table/key';
import { attributes, readInput, substitutes, unmetered } from './read-input';

const MOST_KEYS = 100;
/** What does not fit into one answer is to be asked for again. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

const TableRequest = v.strictObject({
  Keys: v.pipe(v.array(attributes), v.minLength(1)),
  ConsistentRead: v.optional(v.boolean()),
  ProjectionExpression: v.optional(v.string()),
  ExpressionAttributeNames: substitutes.ExpressionAttributeNames,
});
const BatchInput = v.strictObject({
  RequestItems: v.record(v.string(), TableRequest),
  ReturnConsumedCapacity: unmetered.ReturnConsumedCapacity,
});

export function batchGetItem(database: Database, input: unknown) {
  const requests = Object.entries(readInput(BatchInput, input).RequestItems);
  if (requests.length === 0) throw invalid('BatchGetItem must have some requests set');
  if (requests.reduce((sum, [, { Keys }]) => sum + Keys.length, 0) > MOST_KEYS) {
    throw invalid('Too many items requested for the BatchGetItem call');
  }
  const room = { left: LARGEST_ANSWER };
  const answers = requests.map(([name, request]) => {
    const { found, missed } = getItems(database, name, request, room);
    return { name, request, found, missed };
  });
  return {
    Responses: Object.fromEntries(answers.map(({ name, found }) => [name, found])),
    UnprocessedKeys: Object.fromEntries(
      answers
        .filter(({ missed }) => missed.length > 0)
        .map(({ name, request, missed }) => [name, { ...request, Keys: missed }]),
    ),
  };
}

function getItems(
  database: Database,
  name: string,
  request: v.InferOutput<typeof TableRequest>,
  room: { left: number },
): { found: Item[]; missed: Item[] } {
  const { ProjectionExpression: expression } = request;
  const table = tableOf(database, name);
  const names = placeholders(request, expression);
  const projection = expression === undefined ? undefined : parseProjection(expression, names);
  names.refuseUnused();
  const keys = request.Keys.map((key) => readItem(key));
  for (const key of keys) refuseOtherThanKey(key, table.schema.keys);
  if (keys.some((key, i) => keys.slice(0, i).some((earlier) => isSameItem(key, earlier)))) {
    throw invalid('Provided list of item keys contains duplicates');
  }
  const found: Item[] = [];
  const missed: Item[] = [];
  for (const key of keys) {
    const item = table.items.find(key);
    if (!item) continue;
    room.left -= itemSize(item);
    if (room.left < 0) missed.push(key);
    else found.push(projection ? projection.of(item) : item);
  }
  return { found, missed };
}
