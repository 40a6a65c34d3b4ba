import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SignalName } from '../signals/signal';
import type { Table } from './client';
import { conditional } from './conditional';
import { conditionalUpdate, type Item } from './conditional-update';
import { outboxOf } from './outbox-attributes';

interface Versioned {
  id: string;
  version: number;
  updated: string;
}

interface Save<T> {
  next: T;
  previous: T;
  signals: SignalName[];
  /** Whether the previous version may have something unpublished. */
  mayOwe: boolean;
}

/**
 * Turns `previous` into `next` in one conditional write, together with what is to be signalled.
 * @returns false if the record is not at the previous version, or another has taken its place
 */
export function saveRecord<T extends Versioned>(
  table: Table,
  toItem: (record: T) => Item,
  { next, previous, signals, mayOwe }: Save<T>,
): Promise<boolean> {
  const { entries, attributes } = outboxOf(next, signals, mayOwe);
  // The record's own index keys win: an unparsed webhook stays listed as such.
  const item = { ...attributes, ...toItem(next) };
  const update = conditionalUpdate(table.name, item, toItem(previous), entries);
  return conditional(
    table.client.send(
      new UpdateCommand({
        ...update,
        ConditionExpression: `${update.ConditionExpression} AND #id = :sameId`,
        ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#id': 'id' },
        ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':sameId': previous.id },
      }),
    ),
  );
}
