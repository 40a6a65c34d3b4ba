import { type AttributeValue, attributeOf, type Item } from '../data/attribute-value';
import { compareValues } from '../data/compare';
import { type KeyAttribute, type KeySchema, keyAttributes } from './table-schema';

/** A table's items, or an index's, by partition; each partition in the order of its sort keys. */
export interface Partitions {
  /** Takes the place of an item with the same keys. An item without one of the keys is left out, as of an index. */
  put(item: Item): void;
  remove(item: Item): void;
  /** The item with the same keys as `key`. */
  find(key: Item): Item | undefined;
  /** Those with the partition key of `key`. */
  partitionOf(key: Item): readonly Item[];
  /** All that come after `start`, or all, partition after partition. Not to be changed meanwhile. */
  after(start: Item | undefined): Generator<Item>;
  /** Whether one item would take the other's place. */
  isSamePlace(a: Item, b: Item): boolean;
  /** Where two items stand to each other in a partition. */
  order(a: Item, b: Item): number;
}

/** `table`: for an index, the keys of its table; they tell items apart that have the same place in the index. */
export function createPartitions(keys: KeySchema, table?: KeySchema): Partitions {
  const partitions = new Map<string, Item[]>();
  const ordering = [...(keys.range ? [keys.range] : []), ...(table ? keyAttributes(table) : [])];
  const needed = keyAttributes(keys);
  /** The partitions' ids in order, until there is a new one. */
  let ids: string[] | undefined;

  const idIn = (item: Item): string => idOf(attributeOf(item, keys.hash.name));
  const order = (a: Item, b: Item): number => {
    for (const attribute of ordering) {
      const result = compareKeys(attribute, a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
  const placeOf = (item: Item) => {
    const partition = partitions.get(idIn(item));
    const position = partition ? firstIndex(partition, (each) => order(each, item) >= 0) : 0;
    const found = partition?.[position];
    return { partition, position, found: found && order(found, item) === 0 ? found : undefined };
  };
  const isListed = (item: Item) => needed.every(({ name }) => attributeOf(item, name) !== undefined);

  return {
    order,
    isSamePlace: (a, b) => isListed(a) && isListed(b) && idIn(a) === idIn(b) && order(a, b) === 0,
    find: (key) => placeOf(key).found,
    partitionOf: (key) => partitions.get(idIn(key)) ?? [],
    *after(start) {
      ids ??= [...partitions.keys()].sort();
      const first = start && idIn(start);
      for (const id of ids) {
        if (first !== undefined && id < first) continue;
        const partition = partitions.get(id) ?? [];
        const isFirst = start && id === first;
        yield* isFirst ? partition.slice(firstIndex(partition, (each) => order(each, start) > 0)) : partition;
      }
    },
    put(item) {
      if (!isListed(item)) return;
      const { partition, position, found } = placeOf(item);
      if (partition) {
        partition.splice(position, found ? 1 : 0, item);
        return;
      }
      partitions.set(idIn(item), [item]);
      ids = undefined;
    },
    remove(item) {
      if (!isListed(item)) return;
      const { partition, position, found } = placeOf(item);
      if (!partition || !found) return;
      partition.splice(position, 1);
      if (partition.length > 0) return;
      partitions.delete(idIn(item));
      ids = undefined;
    },
  };
}

/** The first of which this is so, given that it is so of all that follow it; the length if of none. */
export function firstIndex(items: readonly Item[], isSo: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item && isSo(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function compareKeys({ name }: KeyAttribute, a: Item, b: Item): number {
  const [left, right] = [attributeOf(a, name), attributeOf(b, name)];
  return (left && right && compareValues(left, right)) ?? 0;
}

/** A partition key's one text: all of a table's are of one type. */
function idOf(value: AttributeValue | undefined): string {
  if (!value) return '';
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  return 'B' in value ? value.B : '';
}
