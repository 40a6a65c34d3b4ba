import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

const dynamo = new DynamoDBClient({});

/** Marks each note as counted; one that says `uncountable` is reported as failed. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of event.Records) {
    const { detail }: { detail: { id: string; text: string } } = JSON.parse(record.body);
    if (detail.text === 'uncountable') {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      continue;
    }
    await dynamo.send(
      new UpdateItemCommand({
        TableName: process.env.TABLE_NAME,
        Key: { pk: { S: detail.id }, sk: { S: 'note' } },
        UpdateExpression: 'SET counted = :true',
        ExpressionAttributeValues: { ':true': { BOOL: true } },
      }),
    );
  }
  return { batchItemFailures };
}
