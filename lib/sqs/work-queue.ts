import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

export interface WorkQueue {
  /** Puts work off: the same message again after `seconds` (at most 900), so that waiting is no failure. */
  postpone(body: string, seconds: number): Promise<void>;
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
  };
}
