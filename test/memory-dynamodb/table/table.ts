import { isSameItem } from '../data/compare';
import type { Stream } from '../streams/stream';
import type { Change } from './change';
import { keyOf } from './key';
import { createPartitions, type Partitions } from './partitions';
import type { IndexSchema, TableSchema } from './table-schema';

export interface Table {
  schema: TableSchema;
  /** As CreateTable was asked for it, for those who ask what it is like. */
  described: Record<string, unknown>;
  stream: Stream | undefined;
  /** Whether items may expire. */
  expires: boolean;
  items: Partitions;
  index(name: string): TableIndex | undefined;
  /** Makes `change` happen, in the indexes and the stream as well. */
  commit(change: Change): void;
}

export interface TableIndex {
  schema: IndexSchema;
  items: Partitions;
}

export function createTable(
  schema: TableSchema,
  { described, stream }: Pick<Table, 'described' | 'stream'>,
): Table {
  const items = createPartitions(schema.keys);
  const indexes = schema.indexes.map((each) => ({
    schema: each,
    items: createPartitions(each.keys, schema.keys),
  }));
  return {
    schema,
    described,
    stream,
    expires: false,
    items,
    index: (name) => indexes.find((each) => each.schema.name === name),
    commit({ before, after }) {
      if (before && after && isSameItem(before, after)) return;
      if (after) items.put(after);
      else if (before) items.remove(before);
      for (const index of indexes) {
        const stays = before && after && index.items.isSamePlace(before, after);
        if (before && !stays) index.items.remove(before);
        if (after) index.items.put(after);
      }
      const item = after ?? before;
      if (item) stream?.append({ key: keyOf(item, schema.keys), before, after });
    },
  };
}
