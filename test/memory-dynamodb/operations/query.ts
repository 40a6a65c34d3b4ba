import * as v from 'valibot';
import type { Item } from '../data/attribute-value';
import { invalid } from '../dynamo-error';
import { parseCondition } from '../expression/parse-condition';
import { placeholders } from '../expression/placeholders';
import { type Database, tableOf } from '../table/database';
import { firstIndex } from '../table/partitions';
import { type KeyRange, keyRange } from './key-range';
import { pageProjection } from './page-projection';
import { pageMembers } from './page-request';
import { queryFilter } from './query-filter';
import { readInput } from './read-input';
import { readPage } from './read-page';
import { type Source, sourceOf } from './source';

const QueryInput = v.strictObject({
  ...pageMembers,
  KeyConditionExpression: v.string(),
  ScanIndexForward: v.optional(v.boolean(), true),
});

export function query(database: Database, input: unknown) {
  const request = readInput(QueryInput, input);
  const { KeyConditionExpression: wanted, FilterExpression: filtering } = request;
  const source = sourceOf(tableOf(database, request.TableName), request.IndexName);
  const names = placeholders(request, wanted);
  const condition = parseCondition('KeyConditionExpression', wanted, names);
  const filter = queryFilter(filtering, source, names);
  const projection = pageProjection(request, source, names);
  names.refuseUnused();
  const range = keyRange(condition, source.keys);
  const start = request.ExclusiveStartKey && source.readPosition(request.ExclusiveStartKey);
  if (start && !range.holds(start)) {
    throw invalid('The provided starting key does not match the range key predicate');
  }
  const items = inRange(source, range, start, request.ScanIndexForward);
  return readPage(items, request, source, { filter, projection });
}

/** The items of a range that come after `start`, in the order that is asked for. */
function* inRange(
  { items }: Source,
  range: KeyRange,
  start: Item | undefined,
  isForward: boolean,
): Generator<Item> {
  const partition = items.partitionOf(range.hash);
  let [from, to] = range.within(partition);
  if (start && isForward) from = firstIndex(partition, (item) => items.order(item, start) > 0);
  if (start && !isForward) to = firstIndex(partition, (item) => items.order(item, start) >= 0);
  for (let i = 0; i < to - from; i += 1) {
    const item = partition[isForward ? from + i : to - 1 - i];
    if (item) yield item;
  }
}
