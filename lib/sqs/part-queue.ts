import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Part } from '../command/part';

/** A queue that took some of a batch mostly takes the others when it is asked again. */
const TRIES = 3;

/** @returns how many of at most ten parts the queue took */
export type SendParts = (parts: Part[]) => Promise<number>;

/** `client`: for tests. */
export function partQueue(queueUrl: string, client: Pick<SQSClient, 'send'> = new SQSClient({})): SendParts {
  return async (parts) => {
    let open = parts.map((part) => ({ Id: part.id, MessageBody: JSON.stringify(part) }));
    for (let tries = 0; open.length > 0 && tries < TRIES; tries += 1) {
      const { Failed = [] } = await client.send(
        new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: open }),
      );
      const refused = new Set(Failed.map(({ Id }) => Id));
      open = open.filter(({ Id }) => refused.has(Id));
    }
    return parts.length - open.length;
  };
}
