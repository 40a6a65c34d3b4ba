import * as v from 'valibot';
import { jsonService } from '../runtime/aws/json-service';
import { lazy } from '../runtime/lazy';

const NAMES = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

const Answer = v.object({ Attributes: v.optional(v.record(v.string(), v.string()), {}) });

const call = lazy(() => jsonService('sqs'));

/** How many messages a queue holds, those being worked on and put off included, as far as SQS knows. */
export async function countMessages(queueUrl: string): Promise<number> {
  const answer = await call()('GetQueueAttributes', { QueueUrl: queueUrl, AttributeNames: NAMES });
  const { Attributes } = v.parse(Answer, answer);
  return NAMES.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}
