import { attributeOf, type Item } from '../data/attribute-value';
import { readItem } from '../data/read-value';
import { invalid } from '../dynamo-error';
import { keyOf } from '../table/key';
import type { Partitions } from '../table/partitions';
import type { Table } from '../table/table';
import { type KeySchema, keyAttributes } from '../table/table-schema';

/** What Query and Scan read: a table, or an index of it. */
export interface Source {
  index: string | undefined;
  keys: KeySchema;
  items: Partitions;
  /** The attributes that it holds; undefined: every one. */
  holds: Set<string> | undefined;
  /** What it holds of an item. */
  view(item: Item): Item;
  /** Where a page has ended, and the next one begins. */
  position(item: Item): Item;
  readPosition(input: unknown): Item;
}

export function sourceOf(table: Table, indexName: string | undefined): Source {
  const { keys } = table.schema;
  if (indexName === undefined) {
    const position = (item: Item) => keyOf(item, keys);
    return {
      index: undefined,
      keys,
      items: table.items,
      holds: undefined,
      view: (item) => item,
      position,
      readPosition: (input) =>
        readPosition(input, [keys], "Exclusive Start Key must have same size as table's key schema"),
    };
  }
  const index = table.index(indexName);
  if (!index) throw invalid(`The table does not have the specified index: ${indexName}`);
  const schemas = [index.schema.keys, keys];
  const { projected } = index.schema;
  const held =
    projected && new Set([...projected, ...schemas.flatMap(keyAttributes).map(({ name }) => name)]);
  return {
    index: indexName,
    keys: index.schema.keys,
    items: index.items,
    holds: held,
    view: (item) => (held ? partOf(item, held) : item),
    position: (item) => keyOf(item, ...schemas),
    readPosition: (input) => readPosition(input, schemas, 'The provided starting key is invalid'),
  };
}

function partOf(item: Item, names: Set<string>): Item {
  const part: Item = {};
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value) part[name] = value;
  }
  return part;
}

function readPosition(input: unknown, schemas: KeySchema[], problem: string): Item {
  const position = readItem(input);
  const expected = new Map(schemas.flatMap(keyAttributes).map(({ name, type }) => [name, type]));
  const fits = [...expected].every(([name, type]) => {
    const value = attributeOf(position, name);
    return value && type in value;
  });
  if (!fits || Object.keys(position).length !== expected.size) throw invalid(problem);
  return position;
}
