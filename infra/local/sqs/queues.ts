import type { Tell } from '../console/report';
import { RefusedError } from '../template/refused-error';
import type { Resources } from '../template/resources';
import { createQueue, type Queue } from './queue';
import { queueSchema } from './queue-schema';

/** The queues of the template by ARN. `visibilitySeconds` shortens every visibility timeout. */
export function createQueues(
  resources: Resources,
  options: { now(): number; tell: Tell; visibilitySeconds: number | undefined },
): Map<string, Queue> {
  const queues = new Map<string, Queue>();
  for (const { ref: url, attributes, properties } of resources.claim('AWS::SQS::Queue', queueSchema)) {
    const { Arn: arn = '', QueueName: name = '' } = attributes;
    const deadLetterArn = properties.RedrivePolicy?.deadLetterTargetArn;
    const VisibilityTimeout = options.visibilitySeconds ?? properties.VisibilityTimeout;
    const queue = createQueue({
      name,
      arn,
      url,
      properties: { ...properties, VisibilityTimeout },
      now: options.now,
      longestVisibility: options.visibilitySeconds,
      onDeadLetter(message) {
        const letters = deadLetterArn === undefined ? undefined : queues.get(deadLetterArn);
        letters?.send(message.body, message.attributes, 0);
        options.tell({ kind: 'dead-letter', queue: letters?.name ?? name, message: message.body });
      },
    });
    queues.set(arn, queue);
  }
  for (const { name, properties } of queues.values()) {
    const target = properties.RedrivePolicy?.deadLetterTargetArn;
    if (target !== undefined && !queues.has(target)) throw new RefusedError(`${name}: no queue ${target}`);
  }
  return queues;
}
