import { createHash } from 'node:crypto';
import type { Item } from '../data/attribute-value';
import { itemSize } from '../data/item-size';
import type { Change } from '../table/change';

/** A change of an item, as GetRecords answers it. */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: '1.1';
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  dynamodb: {
    /** Seconds since 1970. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: 'NEW_AND_OLD_IMAGES';
  };
}

/** A table's stream: one shard that is never closed and forgets nothing. */
export interface Stream {
  arn: string;
  label: string;
  tableName: string;
  shardId: string;
  readonly length: number;
  append(change: Change & { key: Item }): void;
  /** Up to `limit` records after the first `position` of all. */
  read(position: number, limit: number): StreamRecord[];
}

export function createStream(tableName: string, tableArn: string, label: string): Stream {
  const arn = `${tableArn}/stream/${label}`;
  const changes: (Change & { key: Item; at: number })[] = [];
  return {
    arn,
    label,
    tableName,
    shardId: `shardId-${String(Date.parse(label)).padStart(20, '0')}-00000001`,
    get length() {
      return changes.length;
    },
    append: (change) => void changes.push({ ...change, at: Date.now() }),
    read: (position, limit) =>
      changes
        .slice(position, position + limit)
        .map((change, i) => recordOf(change, sequenceNumber(position + i), arn)),
  };
}

/** Of the record at a position, counted from 0. */
export const sequenceNumber = (position: number): string => String(position + 1).padStart(21, '0');

function recordOf(
  { key, before, after, at }: Change & { key: Item; at: number },
  sequence: string,
  arn: string,
): StreamRecord {
  const sizes = [key, before, after].map((item) => (item ? itemSize(item) : 0));
  return {
    eventID: createHash('md5').update(arn).update(sequence).digest('hex'),
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: arn.split(':')[3] ?? '',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: key,
      ...(after && { NewImage: after }),
      ...(before && { OldImage: before }),
      SequenceNumber: sequence,
      SizeBytes: sizes.reduce((all, size) => all + size, 0),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}
