import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams';

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
        Keys: imageOf(dynamodb?.Keys),
        ...(dynamodb?.NewImage && { NewImage: imageOf(dynamodb.NewImage) }),
        ...(dynamodb?.OldImage && { OldImage: imageOf(dynamodb.OldImage) }),
        SequenceNumber: dynamodb?.SequenceNumber,
        SizeBytes: dynamodb?.SizeBytes,
        StreamViewType: dynamodb?.StreamViewType,
      },
      eventSourceARN: streamArn,
    },
  };
}

type Image = Record<string, AttributeValue>;

/** Binary values are bytes in the SDK and base64 in a Lambda event, which is JSON. */
function imageOf(image: Image | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image ?? {}).map(([name, value]) => [name, attributeOf(value)]));
}

function attributeOf(value: AttributeValue): object {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(attributeOf) };
  // What the SDK reads of an empty map in a stream has lost even its type.
  if (value.M || Object.values(value).every((each) => each === undefined)) return { M: imageOf(value.M) };
  return value;
}
