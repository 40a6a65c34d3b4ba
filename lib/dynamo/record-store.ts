import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordHome } from '../operation/course';
import type { OperatedRecord } from '../operation/record';
import type { SignalName } from '../signals/signal';
import type { Table } from './client';
import { conditional } from './conditional';
import type { Index, Key } from './keys';
import { lookUp } from './look-up';
import { noted } from './noted';
import { outboxOf } from './outbox-attributes';
import type { RecordCodec } from './record-codec';
import { saveRecord } from './save-record';

/** Records of one kind, each change of one a single conditional write. */
export interface RecordStore<T> extends RecordHome<T> {
  /** Consistent read. */
  get(key: Key): Promise<T | null>;
  /** Found through an index that may lag a little, then read consistently. */
  getBy(index: Index, pk: string): Promise<T | null>;
  /** One conditional put; false if the record exists. */
  insert(record: T, signals?: SignalName[]): Promise<boolean>;
}

export function recordStore<T extends OperatedRecord>(table: Table, codec: RecordCodec<T>): RecordStore<T> {
  const get = async (key: Key): Promise<T | null> => {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }),
    );
    return Item ? codec.fromItem(Item) : null;
  };
  return {
    get,
    getBy: async (index, pk) => {
      const key = await lookUp(table, index, pk);
      return key ? get(key) : null;
    },
    reload: (record) => get(codec.key(record)),
    insert: (record, signals = []) => {
      const { entries, attributes } = outboxOf(record, signals, false);
      const outbox = entries.length > 0 ? { outbox: new Set(entries) } : {};
      return conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: {
              ...attributes,
              ...codec.toItem(record),
              ...outbox,
              ...noted(codec, record, null, signals),
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },
    save: (next, previous, signals = []) =>
      saveRecord(table, codec.toItem, {
        ...{ next, previous, signals, mayOwe: false },
        noted: noted(codec, next, previous, signals),
      }),
    remove: (record) =>
      conditional(
        table.client.send(
          new DeleteCommand({
            TableName: table.name,
            Key: codec.key(record),
            ConditionExpression: 'version = :version AND id = :id',
            ExpressionAttributeValues: { ':version': record.version, ':id': record.id },
          }),
        ),
      ),
  };
}
