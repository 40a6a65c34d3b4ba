import { randomUUID } from 'node:crypto';
import type { DiscardCondition } from './lane';
import type { StreamRecord } from './stream-record';

export interface FailedBatch {
  mappingId: string;
  functionArn: string;
  streamArn: string;
  records: StreamRecord[];
  condition: DiscardCondition;
  invocations: number;
  /** Milliseconds since 1970. */
  time: number;
}

/** The object that Lambda writes to a mapping's S3 failure destination: about the batch, and the whole event. */
export function failureRecord(batch: FailedBatch): { key: string; body: string } {
  const [first] = batch.records;
  const last = batch.records.at(-1);
  const iso = new Date(batch.time).toISOString();
  const [year, month, day] = iso.slice(0, 10).split('-');
  const stamp = iso.slice(0, 19).replaceAll(':', '.');
  return {
    key: `aws/lambda/${batch.mappingId}/${first?.shardId}/${year}/${month}/${day}/${stamp}-${randomUUID()}`,
    body: JSON.stringify({
      requestContext: {
        requestId: randomUUID(),
        functionArn: batch.functionArn,
        condition: batch.condition,
        approximateInvokeCount: batch.invocations,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: iso,
      DDBStreamBatchInfo: {
        shardId: first?.shardId,
        startSequenceNumber: first?.sequenceNumber,
        endSequenceNumber: last?.sequenceNumber,
        approximateArrivalOfFirstRecord: new Date(first?.seenAt ?? batch.time).toISOString(),
        approximateArrivalOfLastRecord: new Date(last?.seenAt ?? batch.time).toISOString(),
        batchSize: batch.records.length,
        streamArn: batch.streamArn,
      },
      payload: JSON.stringify({ Records: batch.records.map((record) => record.event) }),
    }),
  };
}
