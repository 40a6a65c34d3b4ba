import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
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
  /** What is added to the record's history. */
  noted?: Record<string, unknown>;
}

/**
 * Turns `previous` into `next` in one conditional write, together with what is to be signalled.
 * @returns false if the record is not at the previous version, or another has taken its place
 */
export function saveRecord<T extends Versioned>(
  table: Table,
  toItem: (record: T) => Item,
  { next, previous, signals, mayOwe, noted = {} }: Save<T>,
): Promise<boolean> {
  const { entries, attributes } = outboxOf(next, signals, mayOwe);
  // The record's own index keys win: an unparsed webhook stays listed as such.
  const written = toItem(next);
  const item = { ...attributes, ...written, ...noted };
  const update = conditionalUpdate(table.name, item, toItem(previous), entries);
  const write = table.client.send(
    new UpdateCommand({
      ...update,
      ConditionExpression: `${update.ConditionExpression} AND #id = :sameId`,
      ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#id': 'id' },
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':sameId': previous.id },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
  return conditional(
    write.catch((error: unknown) => {
      if (!isThere(written, error)) throw error;
    }),
  );
}

/**
 * Whether what was to be written is what a failed condition has found: the answer to the first sending was lost, and
 * the client has sent it again. Taken for a refusal, it would leave behind what nobody knows to have begun.
 */
function isThere(written: Item, error: unknown): boolean {
  if (!(error instanceof ConditionalCheckFailedException) || !error.Item) return false;
  const found = unmarshall(error.Item);
  return Object.entries(written).every(([name, value]) =>
    isDeepStrictEqual(bytes(found[name]), bytes(value)),
  );
}

function bytes(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
