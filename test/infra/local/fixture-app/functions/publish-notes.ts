import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

const events = new EventBridgeClient({});

/** Publishes each note; one that says `poison` fails for ever. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const { dynamodb } of event.Records) {
    const text = dynamodb?.NewImage?.text?.S;
    const sequenceNumber = dynamodb?.SequenceNumber;
    if (text === 'poison' && sequenceNumber)
      return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
    await events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: process.env.BUS_NAME,
            Source: 'fixture',
            DetailType: 'note_written',
            Detail: JSON.stringify({ text, id: dynamodb?.Keys?.pk?.S, raw: dynamodb?.NewImage?.raw?.B }),
          },
        ],
      }),
    );
  }
  return { batchItemFailures: [] };
}
