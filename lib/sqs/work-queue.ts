import { jsonService } from '../runtime/aws/json-service';
import { lazy } from '../runtime/lazy';

export interface WorkQueue {
  /** Puts work off: the same message again after `seconds` (at most 900), so that waiting is no failure. */
  postpone(body: string, seconds: number): Promise<void>;
  /** Keeps a received message, which is about to fail, from being given again before `seconds` have passed. */
  holdBack(receiptHandle: string, seconds: number): Promise<void>;
}

export function workQueue(queueUrl: string): WorkQueue {
  const call = lazy(() => jsonService('sqs'));
  const QueueUrl = queueUrl;
  return {
    postpone: async (body, seconds) => {
      await call()('SendMessage', { QueueUrl, MessageBody: body, DelaySeconds: Math.min(900, seconds) });
    },
    holdBack: async (receiptHandle, seconds) => {
      const message = { QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
      await call()('ChangeMessageVisibility', message);
    },
  };
}
