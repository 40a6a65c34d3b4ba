import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SIGNAL_SOURCE } from '../../lib/signals/signal';
import { type Alarms, PERIOD } from './alarms';
import type { BundledFunction } from './bundled-function';

/** How often a message is tried before it joins the dead letters. */
export const PARSE_MAX_RECEIVES = 5;
export const PARSE_TIMEOUT_SECONDS = 120;

/**
 * The way from `webhook_pre_parse` to the handlers: an ordinary consumer of the bus. The queue lets a burst
 * wait, and one bad event blocks nothing.
 */
export class ParseQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { bus, alarms }: { bus: EventBus; alarms: Alarms }) {
    super(scope, id);
    const deadLetters = newQueue(this, 'DeadLetters');
    this.queue = newQueue(this, 'Queue', {
      // Three times the function's timeout: with its concurrency bounded here, it is not throttled.
      visibilityTimeout: Duration.seconds(3 * PARSE_TIMEOUT_SECONDS),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: PARSE_MAX_RECEIVES },
    });
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: 'Stored webhooks go to be parsed',
      eventPattern: { source: [SIGNAL_SOURCE], detailType: ['webhook_pre_parse'] },
      targets: [
        new SqsQueue(this.queue, {
          message: RuleTargetInput.fromEventPath('$.detail.record_id'),
          deadLetterQueue: deadLetters,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    alarms.when(
      'WebhookDeadLetters',
      deadLetters.metricApproximateNumberOfMessagesVisible(PERIOD),
      0,
      'Webhooks could not be parsed: records here may differ from Stripe until they are replayed.',
    );
    alarms.when(
      'ParsingLate',
      this.queue.metricApproximateAgeOfOldestMessage(PERIOD),
      Duration.hours(1).toSeconds(),
      'Webhooks wait more than an hour to be parsed: records here lag behind Stripe.',
    );
  }

  /** Lets the function work the queue off, at most `concurrency` at once, and put work off. */
  feed(fn: BundledFunction, concurrency: number): void {
    fn.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 10,
        maxConcurrency: concurrency,
        reportBatchItemFailures: true,
      }),
    );
    fn.allow(['sqs:SendMessage'], this.queue.queueArn);
  }
}

function newQueue(
  scope: Construct,
  id: string,
  props: Partial<ConstructorParameters<typeof Queue>[2]> = {},
): Queue {
  return new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    ...props,
  });
}
