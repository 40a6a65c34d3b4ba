import type { _Record } from '@aws-sdk/client-dynamodb-streams';

/** A change of the table, as Lambda gives it to a function, and what a mapping needs to know of it. */
export interface StreamRecord {
  sequenceNumber: string;
  shardId: string;
  /** When it was first seen, in milliseconds since 1970: DynamoDB Local's own times are whole minutes. */
  seenAt: number;
  /** The item's keys, to keep changes of one item in order. */
  keys: string;
  event: Record<string, unknown>;
}

export function toStreamRecord(
  record: _Record,
  streamArn: string,
  shardId: string,
  seenAt: number,
): StreamRecord {
  const { dynamodb } = record;
  return {
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    shardId,
    seenAt,
    keys: JSON.stringify(dynamodb?.Keys),
    event: {
      eventID: record.eventID,
      eventName: record.eventName,
      eventVersion: record.eventVersion,
      eventSource: 'aws:dynamodb',
      awsRegion: streamArn.split(':')[3],
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(seenAt / 1000),
        Keys: withBase64(dynamodb?.Keys),
        ...(dynamodb?.NewImage && { NewImage: withBase64(dynamodb.NewImage) }),
        ...(dynamodb?.OldImage && { OldImage: withBase64(dynamodb.OldImage) }),
        SequenceNumber: dynamodb?.SequenceNumber,
        SizeBytes: dynamodb?.SizeBytes,
        StreamViewType: dynamodb?.StreamViewType,
      },
      eventSourceARN: streamArn,
    },
  };
}

/** The SDK gives binary values as bytes; a Lambda event, being JSON, has them as base64. */
function withBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(withBase64);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withBase64(each)]),
  );
}
