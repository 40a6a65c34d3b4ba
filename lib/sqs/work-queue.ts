import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

export interface WorkQueue {
  /** Puts work off: the same message again after `seconds` (at most 900), so that waiting is no failure. */
  postpone(body: string, seconds: number): Promise<void>;
  /** Keeps a received message, which is about to fail, from being given again before `seconds` have passed. */
  holdBack(receiptHandle: string, seconds: number): Promise<void>;
}

export function workQueue(queueUrl: string): WorkQueue {
  const client = new SQSClient({});
  return {
    postpone: async (body, seconds) => {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          DelaySeconds: Math.min(900, seconds),
        }),
      );
    },
    holdBack: async (receiptHandle, seconds) => {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}
