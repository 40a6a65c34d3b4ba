import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { tombstone } from '../coupon/adopt-coupon';
import type { Coupon } from '../coupon/coupon';
import { couponSignals } from '../coupon/coupon-signal';
import type { SignalName } from '../signals/signal';
import type { Table } from './client';
import { conditional } from './conditional';
import type { Item } from './conditional-update';
import { readRecord } from './due';
import { historyAttributes } from './history-places';
import { noted } from './noted';
import { outboxOf } from './outbox-attributes';
import type { RecordCodec } from './record-codec';

const Outbox = v.object({ outbox: v.optional(v.set(v.string()), new Set<string>()) });

/**
 * Puts a coupon in the place of the one that had its id, which is kept as past and deleted, with all that it has still
 * to tell.
 * @returns false if `previous` is not as it was read
 */
export async function takePlace(
  table: Table,
  codec: RecordCodec<Coupon>,
  next: Coupon,
  previous: Coupon,
  signals: SignalName[],
): Promise<boolean> {
  const item = await readRecord(table, codec.key(previous));
  if (!item) return false;
  const known = codec.fromItem(item);
  const past: Coupon = {
    ...tombstone(known),
    is_past: true,
    operation: null,
    version: next.version,
    updated: next.updated,
  };
  return conditional(
    table.client.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: table.name, Item: itemOf(codec, past, couponSignals(known, past), item) } },
          {
            Put: {
              TableName: table.name,
              Item: itemOf(codec, next, signals),
              ...isStill(previous),
            },
          },
        ],
      }),
    ),
  );
}

/**
 * Removes a coupon that came to nothing, and puts back the one that it had replaced. `item`: that one's.
 * @returns false if the coupon is not as it was read
 */
export async function putBack(
  table: Table,
  codec: RecordCodec<Coupon>,
  coupon: Coupon,
  item: Record<string, unknown>,
): Promise<boolean> {
  const past = codec.fromItem(item);
  const restored: Coupon = { ...past, is_past: false, version: coupon.version + 1 };
  return conditional(
    table.client.send(
      new TransactWriteCommand({
        TransactItems: [
          { Delete: { TableName: table.name, Key: codec.key(past) } },
          {
            Put: { TableName: table.name, Item: itemOf(codec, restored, [], item), ...isStill(coupon) },
          },
        ],
      }),
    ),
  );
}

/** The whole item; `earlier`: where the coupon stood before, whose unpublished signals come along. */
function itemOf(
  codec: RecordCodec<Coupon>,
  coupon: Coupon,
  signals: SignalName[],
  earlier?: Record<string, unknown>,
): Item {
  const owed = earlier === undefined ? [] : [...v.parse(Outbox, earlier).outbox];
  const { entries, attributes } = outboxOf(coupon, signals, owed.length > 0);
  const outbox = new Set([...owed, ...entries]);
  return {
    ...attributes,
    ...codec.toItem(coupon),
    ...(outbox.size > 0 && { outbox }),
    ...historyAttributes(earlier ?? {}),
    ...noted(codec, coupon, earlier === undefined ? null : codec.fromItem(earlier), signals),
  };
}

function isStill({ version, id }: Coupon) {
  return {
    ConditionExpression: 'version = :version AND id = :id',
    ExpressionAttributeValues: { ':version': version, ':id': id },
  };
}
