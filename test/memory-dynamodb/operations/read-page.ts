import type { Item } from '../data/attribute-value';
import { itemSize } from '../data/item-size';
import type { Condition } from '../expression/condition';
import { holds } from '../expression/evaluate-condition';
import type { Projection } from '../expression/project';
import type { PageRequest } from './page-request';
import type { Source } from './source';

const LARGEST_PAGE = 1024 * 1024;

/** Answers items until the page is full: it has read as many as wanted, or a megabyte. */
export function readPage(
  items: Iterable<Item>,
  { Limit: limit, Select: select }: PageRequest,
  source: Source,
  { filter, projection }: { filter: Condition | undefined; projection: Projection | undefined },
) {
  const found: Item[] = [];
  let [count, size] = [0, 0];
  let last: Item | undefined;
  let isFull = false;
  for (const item of items) {
    // Only now is it known that something follows what has filled the page.
    if (size >= LARGEST_PAGE) isFull = true;
    if (isFull) break;
    const view = source.view(item);
    count += 1;
    size += itemSize(view);
    last = item;
    if (!filter || holds(filter, view)) found.push(projection ? projection.of(view) : view);
    isFull = count === limit;
  }
  return {
    ...(select !== 'COUNT' && { Items: found }),
    Count: found.length,
    ScannedCount: count,
    ...(isFull && last && { LastEvaluatedKey: source.position(last) }),
  };
}
