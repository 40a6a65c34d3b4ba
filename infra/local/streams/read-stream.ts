import { setTimeout as sleep } from 'node:timers/promises';
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';

export interface StreamReader {
  client: DynamoDBStreamsClient;
  streamArn: string;
  position: 'TRIM_HORIZON' | 'LATEST';
  /** While it is true nothing more is read. */
  isFull(): boolean;
  onRecords(records: _Record[], shardId: string): void;
  onError(error: unknown): void;
}

const pollMs = 100;
const describeMs = 10_000;

/** Reads every shard of a stream, parents before their children, until `signal` is aborted. */
export async function readStream(reader: StreamReader, signal: AbortSignal): Promise<void> {
  /** The next iterator of each shard; undefined once the shard is closed and read. */
  const iterators = new Map<string, string | undefined>();
  let shards: Shard[] = [];
  let describedAt = 0;
  while (!signal.aborted) {
    try {
      if (Date.now() - describedAt > describeMs) {
        shards = await describeShards(reader);
        // What appears after the first look continues a shard that was being read.
        const position = describedAt === 0 ? reader.position : 'TRIM_HORIZON';
        for (const { ShardId: id = '' } of shards) {
          if (!iterators.has(id)) iterators.set(id, await openShard(reader, id, position));
        }
        describedAt = Date.now();
      }
      for (const { ShardId: id = '', ParentShardId: parent } of shards) {
        const iterator = iterators.get(id);
        const parentIsOpen = parent !== undefined && iterators.get(parent) !== undefined;
        if (iterator === undefined || parentIsOpen || reader.isFull()) continue;
        const { Records = [], NextShardIterator } = await reader.client.send(
          new GetRecordsCommand({ ShardIterator: iterator }),
        );
        if (Records.length > 0) reader.onRecords(Records, id);
        iterators.set(id, NextShardIterator);
        if (NextShardIterator === undefined) describedAt = Math.min(describedAt, 1);
      }
    } catch (error) {
      if (!signal.aborted) reader.onError(error);
      await sleep(1000);
    }
    await sleep(pollMs);
  }
}

async function describeShards({ client, streamArn }: StreamReader): Promise<Shard[]> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const { StreamDescription: page } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last }),
    );
    shards.push(...(page?.Shards ?? []));
    last = page?.LastEvaluatedShardId;
  } while (last !== undefined);
  return shards;
}

async function openShard(
  { client, streamArn }: StreamReader,
  shardId: string,
  position: StreamReader['position'],
) {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ShardIteratorType: position }),
  );
  return ShardIterator;
}
