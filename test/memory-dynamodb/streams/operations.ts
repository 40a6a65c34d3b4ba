import * as v from 'valibot';
import { DynamoError, invalid } from '../dynamo-error';
import { readInput } from '../operations/read-input';
import { type Database, streamOf } from '../table/database';
import { type Stream, sequenceNumber } from './stream';

const MOST_RECORDS = 1000;

const ListInput = v.strictObject({ TableName: v.optional(v.string()) });
const DescribeInput = v.strictObject({
  StreamArn: v.string(),
  ExclusiveStartShardId: v.optional(v.string()),
});
const IteratorInput = v.strictObject({
  StreamArn: v.string(),
  ShardId: v.string(),
  ShardIteratorType: v.picklist(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
  SequenceNumber: v.optional(v.pipe(v.string(), v.regex(/^\d{21,40}$/))),
});
const RecordsInput = v.strictObject({
  ShardIterator: v.string(),
  Limit: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(MOST_RECORDS)), MOST_RECORDS),
});

export function listStreams({ tables }: Database, input: unknown) {
  const { TableName: name } = readInput(ListInput, input);
  const streams = [...tables.values()].flatMap(({ stream }) => stream ?? []);
  return {
    Streams: streams
      .filter(({ tableName }) => name === undefined || name === tableName)
      .map(({ arn, label, tableName }) => ({ StreamArn: arn, TableName: tableName, StreamLabel: label })),
  };
}

export function describeStream(database: Database, input: unknown) {
  const { StreamArn, ExclusiveStartShardId: after } = readInput(DescribeInput, input);
  const { label, tableName, shardId } = streamOf(database, StreamArn);
  const shard = {
    ShardId: shardId,
    SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(0) },
  };
  return {
    StreamDescription: {
      StreamArn,
      StreamLabel: label,
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      CreationRequestDateTime: Date.parse(label) / 1000,
      TableName: tableName,
      KeySchema: database.tables.get(tableName)?.described['KeySchema'],
      Shards: after === shardId ? [] : [shard],
    },
  };
}

export function getShardIterator(database: Database, input: unknown) {
  const { StreamArn, ShardId, ShardIteratorType, SequenceNumber } = readInput(IteratorInput, input);
  const stream = streamOf(database, StreamArn);
  if (ShardId !== stream.shardId) {
    throw new DynamoError('ResourceNotFoundException', 'Shard does not exist');
  }
  const position = positionOf(ShardIteratorType, SequenceNumber, stream);
  return { ShardIterator: `${StreamArn}|${position}` };
}

function positionOf(type: string, sequence: string | undefined, stream: Stream): number {
  const wantsSequence = type.endsWith('SEQUENCE_NUMBER');
  if (wantsSequence !== (sequence !== undefined)) {
    const problem = wantsSequence
      ? 'Invalid SequenceNumber'
      : 'SequenceNumber should not be passed for this iterator type';
    throw invalid(`One or more parameter values were invalid: ${problem}`);
  }
  if (type === 'LATEST') return stream.length;
  if (type === 'TRIM_HORIZON') return 0;
  return Math.max(0, Number(sequence) - (type === 'AT_SEQUENCE_NUMBER' ? 1 : 0));
}

export function getRecords(database: Database, input: unknown) {
  const { ShardIterator, Limit } = readInput(RecordsInput, input);
  const [, arn, position] = /^(.+)\|(\d+)$/.exec(ShardIterator) ?? [];
  if (arn === undefined) throw invalid('Invalid ShardIterator');
  const records = streamOf(database, arn).read(Number(position), Limit);
  return { Records: records, NextShardIterator: `${arn}|${Number(position) + records.length}` };
}
