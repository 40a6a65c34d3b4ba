import * as v from 'valibot';
import type { Traced } from '../history/history';
import type { OperatedRecord } from '../operation/record';
import type { Item } from './conditional-update';
import { type Index, type Key, position, shardOf } from './keys';
import { Json, operationItem } from './operation-item';
import { pack, unpack } from './packed-json';

/** What of a record its history is made of, besides what every record has. */
export type Trace = Pick<Traced, 'state' | 'error' | 'by'>;

/** How records of one kind are stored. */
export interface RecordCodec<T> {
  kind: string;
  key(record: T): Key;
  toItem(record: T): Item;
  /** @throws v.ValiError if the item is not of this kind */
  fromItem(item: unknown): T;
  /** What its history is made of; absent where none is kept. */
  trace?(record: T): Trace;
  /** The attributes that a list reads: all but Stripe's own answer. */
  listed: string[];
}

/** Where a record stands in the indexes: partition key and sort key each. */
export type IndexKeys = Partial<Record<Index, [pk: string, sk: string]>>;

interface Parts<Entries extends v.ObjectEntries, Packed extends string> {
  kind: string;
  /** The record's own fields; what every record has comes besides. */
  fields: v.ObjectSchema<Entries, undefined>;
  /** Large fields, which are stored compressed. */
  packed: readonly Packed[];
  key(record: { id: string } & v.InferOutput<v.ObjectSchema<Entries, undefined>>): Key;
  indexes(record: OperatedRecord & v.InferOutput<v.ObjectSchema<Entries, undefined>>): IndexKeys;
  trace?(record: v.InferOutput<v.ObjectSchema<Entries, undefined>>): Trace;
}

const Base = v.object({
  id: v.string(),
  livemode: v.boolean(),
  created: v.string(),
  updated: v.string(),
  version: v.number(),
  applied_keys: v.array(v.string()),
  operation: v.optional(v.nullable(operationItem(Json)), null),
});

/** A field that is left out of the item when it is null. */
export function orNull<S extends v.GenericSchema>(schema: S) {
  return v.optional(v.nullable(schema), null);
}

/**
 * Stores a record field by field: what is null is left out, large fields are compressed, index keys derived. A
 * record that is in an operation stands among the open ones, by the end of its lease.
 */
export function recordCodec<Entries extends v.ObjectEntries, Packed extends string>(
  parts: Parts<Entries, Packed>,
): RecordCodec<v.InferOutput<typeof Base> & v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  type Fields = v.InferOutput<v.ObjectSchema<Entries, undefined>>;
  type T = v.InferOutput<typeof Base> & Fields;
  const { kind, packed } = parts;
  const isPacked = (name: string) => packed.some((field) => field === name);
  return {
    kind,
    key: parts.key,
    ...(parts.trace && { trace: parts.trace }),
    listed: ['kind', ...Object.keys(Base.entries), ...Object.keys(parts.fields.entries)].filter(
      (name) => name !== 'stripe_response',
    ),
    toItem: (record) => {
      const stored = Object.entries(record)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, isPacked(name) ? pack(value) : value]);
      return {
        ...parts.key(record),
        kind,
        version: record.version,
        ...Object.fromEntries(stored),
        ...indexAttributes(placed(record, parts.indexes(record))),
      };
    },
    fromItem: (item) => {
      const { kind: own, ...fields } = v.parse(Json, item);
      v.parse(v.literal(kind), own);
      const plain = Object.entries(fields).map(([name, value]) => [
        name,
        isPacked(name) ? unpack(v.parse(v.instance(Uint8Array), value)) : value,
      ]);
      const read = Object.fromEntries(plain);
      return { ...v.parse(Base, read), ...v.parse(parts.fields, read) } as T;
    },
  };
}

/** An open operation takes the place of what the record is due for. */
function placed({ id, operation }: OperatedRecord, indexes: IndexKeys): IndexKeys {
  if (!operation) return indexes;
  return { ...indexes, gsi6: [shardOf('operation', id), position(operation.lease_until, id)] };
}

function indexAttributes(indexes: IndexKeys): Record<string, string> {
  return Object.fromEntries(
    Object.entries(indexes).flatMap(([index, [pk, sk]]) => [
      [`${index}pk`, pk],
      [`${index}sk`, sk],
    ]),
  );
}
