import * as v from 'valibot';
import type { Part } from '../command/part';
import { type CallOperation, jsonService } from '../runtime/aws/json-service';
import { lazy } from '../runtime/lazy';

/** A queue that took some of a batch mostly takes the others when it is asked again. */
const TRIES = 3;

const Answer = v.object({ Failed: v.optional(v.array(v.object({ Id: v.string() })), []) });

/** @returns how many of at most ten parts the queue took */
export type SendParts = (parts: Part[]) => Promise<number>;

export function partQueue(
  queueUrl: string,
  call: () => CallOperation = lazy(() => jsonService('sqs')),
): SendParts {
  return async (parts) => {
    let open = parts.map((part) => ({ Id: part.id, MessageBody: JSON.stringify(part) }));
    for (let tries = 0; open.length > 0 && tries < TRIES; tries += 1) {
      const answer = await call()('SendMessageBatch', { QueueUrl: queueUrl, Entries: open });
      const refused = new Set(v.parse(Answer, answer).Failed.map(({ Id }) => Id));
      open = open.filter(({ Id }) => refused.has(Id));
    }
    return parts.length - open.length;
  };
}
