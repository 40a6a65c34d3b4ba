import type { Rule } from '../event-bus/rule-schema';
import type { LambdaFunction } from '../lambda/function-schema';
import type { ObjectStore } from '../s3/object-store';
import type { Queue } from '../sqs/queue';

export interface DeadLetter {
  /** The dead-letter queue, or the bucket of a stream mapping's failure destination. */
  in: string;
  id: string;
  body: unknown;
}

/** What waits in the dead-letter queues and failure destinations: everything that was given up. */
export function deadLetters(
  letterQueues: Queue[],
  bucketNames: string[],
  objects: ObjectStore,
): DeadLetter[] {
  return [
    ...letterQueues.flatMap((queue) =>
      queue.messages.map((message) => ({
        in: queue.name,
        id: message.messageId,
        body: parsed(message.body),
      })),
    ),
    ...bucketNames.flatMap((bucket) =>
      objects
        .list(bucket, 'aws/lambda/')
        .map(([key, { body }]) => ({ in: bucket, id: key, body: parsed(body.toString()) })),
    ),
  ];
}

/** The queues that other queues, rules and functions give up into. */
export function findLetterQueues(
  queues: ReadonlyMap<string, Queue>,
  rules: Rule[],
  functions: LambdaFunction[],
) {
  const arns = new Set([
    ...[...queues.values()].map((queue) => queue.properties.RedrivePolicy?.deadLetterTargetArn),
    ...rules.flatMap((rule) => rule.targets.map((target) => target.DeadLetterConfig?.Arn)),
    ...functions.map((fn) => fn.deadLetterArn),
  ]);
  return [...queues.values()].filter((queue) => arns.has(queue.arn));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
