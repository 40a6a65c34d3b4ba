import type { Item } from '../data/attribute-value';
import { conditionFailed } from '../dynamo-error';
import type { Condition } from '../expression/condition';
import { holds } from '../expression/evaluate-condition';
import type { Change } from '../table/change';
import type { Table } from '../table/table';

/** A write as its request describes it, alone or in a transaction. */
export interface Write {
  table: Table;
  key: Item;
  condition: Condition | undefined;
  /** Whether a failed condition tells what it has found. */
  showsFound: boolean;
  /** What becomes of the item. Throws DynamoError for what the table would not take. */
  after(before: Item | undefined): Item | undefined;
}

/** What the write would change. Throws DynamoError if its condition does not hold. */
export function changeOf({ table, key, condition, showsFound, after }: Write): Change {
  const before = table.items.find(key);
  if (condition && !holds(condition, before ?? {})) throw conditionFailed(showsFound ? before : undefined);
  return { before, after: after(before) };
}

export function write(request: Write): Change {
  const change = changeOf(request);
  request.table.commit(change);
  return change;
}
