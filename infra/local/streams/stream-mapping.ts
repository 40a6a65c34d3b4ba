import { createHash } from 'node:crypto';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Tell } from '../console/report';
import { compilePattern, type Pattern } from '../event-pattern/match-pattern';
import { filterOperators } from '../event-pattern/operators';
import type { LambdaFunction } from '../lambda/function-schema';
import type { Invoker } from '../lambda/invoker';
import type { Mapping } from '../lambda/mapping-schema';
import type { ObjectStore } from '../s3/object-store';
import { RefusedError } from '../template/refused-error';
import { failureRecord } from './failure-record';
import { createLane } from './lane';
import { readStream } from './read-stream';
import { toStreamRecord } from './stream-record';

export interface StreamMappingOptions {
  mapping: Mapping;
  fn: LambdaFunction;
  invoker: Invoker;
  client: DynamoDBStreamsClient;
  /** What DynamoDB Local calls the stream. */
  upstreamArn: string;
  objects: ObjectStore;
  retentionMs: number;
  tell: Tell;
}

export interface StreamMapping {
  run(signal: AbortSignal): Promise<void>;
  /** Drops what has not been processed, as a stream does after its 24 hours. */
  expire(): void;
}

const mostWaiting = 10_000;

/** Feeds a table's stream to a function. Throws RefusedError for a destination other than a bucket of the template. */
export function createStreamMapping(options: StreamMappingOptions): StreamMapping {
  const { mapping, fn, invoker, objects, tell } = options;
  const streamArn = mapping.EventSourceArn;
  const wanted = readFilter(mapping);
  const bucket = failureBucket(mapping, objects);
  const lanes = Array.from({ length: mapping.ParallelizationFactor }, () =>
    createLane({
      mapping,
      retentionMs: options.retentionMs,
      now: Date.now,
      invoke: (records) => invoker.invoke(fn, JSON.stringify({ Records: records.map((each) => each.event) })),
      discard(records, condition, invocations) {
        const failed = {
          mappingId: mapping.id,
          functionArn: fn.arn,
          streamArn,
          records,
          condition,
          invocations,
        };
        const { key, body } = failureRecord({ ...failed, time: Date.now() });
        if (bucket !== undefined) objects.put(bucket, key, Buffer.from(body));
        tell({ kind: 'dead-letter', queue: bucket ?? 'none', message: `${condition}: ${key}` });
      },
    }),
  );
  /** Changes of one item go to one lane, and so stay in order. */
  const laneOf = (keys: string) =>
    lanes[createHash('md5').update(keys).digest().readUInt32BE() % lanes.length];

  return {
    expire() {
      for (const lane of lanes) lane.expire();
    },
    async run(signal) {
      const reading = readStream(
        {
          client: options.client,
          streamArn: options.upstreamArn,
          position: mapping.StartingPosition ?? 'TRIM_HORIZON',
          isFull: () => lanes.reduce((sum, lane) => sum + lane.size, 0) >= mostWaiting,
          onRecords(records, shardId) {
            const found = records.map((each) => toStreamRecord(each, streamArn, shardId, Date.now()));
            for (const record of found.filter((each) => wanted(each.event)))
              laneOf(record.keys)?.push(record);
          },
          onError: (error) => tell({ kind: 'notice', message: `stream of ${fn.name}: ${error}` }),
        },
        signal,
      );
      await Promise.all([reading, ...lanes.map((lane) => lane.run(signal))]);
    },
  };
}

function readFilter(mapping: Mapping): Pattern {
  const filters = mapping.FilterCriteria?.Filters ?? [];
  const patterns = filters.map(({ Pattern: pattern }) =>
    compilePattern(JSON.parse(pattern), filterOperators),
  );
  return (event) => patterns.length === 0 || patterns.some((matches) => matches(event));
}

function failureBucket(mapping: Mapping, objects: ObjectStore): string | undefined {
  const destination = mapping.DestinationConfig?.OnFailure?.Destination;
  if (destination === undefined) return undefined;
  const bucket = destination.replace('arn:aws:s3:::', '');
  if (!objects.hasBucket(bucket))
    throw new RefusedError(`${mapping.id}: destination ${destination} has no local counterpart`);
  return bucket;
}
