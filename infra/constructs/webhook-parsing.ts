import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SIGNAL_SOURCE } from '../../lib/signals/signal';
import { acceptFinding } from './accept-finding';
import { HIGHEST } from './alarms';
import { environmentOf, type Foundation } from './foundation';
import { PATIENT_DELIVERY, sealedQueue } from './sealed-queue';

/** How often a message is tried before it joins the dead letters. */
const MAX_RECEIVES = 5;
const TIMEOUT_SECONDS = 120;

/**
 * The way from `webhook_pre_parse` to the handlers: an ordinary consumer of the bus. The queue lets a burst
 * wait, and one bad event blocks nothing.
 */
export class WebhookParsing extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { alarms, bus, config, encryption, functions, payloads, records, secret } = foundation;

    const deadLetters = sealedQueue(this, 'DeadLetters', encryption.key);
    const queue = sealedQueue(this, 'Queue', encryption.key, {
      // Three times the function's timeout: with its concurrency bounded here, it is not throttled.
      visibilityTimeout: Duration.seconds(3 * TIMEOUT_SECONDS),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: 'Stored webhooks go to be parsed',
      eventPattern: { source: [SIGNAL_SOURCE], detailType: ['webhook_pre_parse'] },
      targets: [
        new SqsQueue(queue, {
          message: RuleTargetInput.fromEventPath('$.detail.record_id'),
          ...PATIENT_DELIVERY,
          deadLetterQueue: deadLetters,
        }),
      ],
    });

    const parse = functions
      .make('parse-webhooks', {
        description: 'handles stored webhooks',
        environment: environmentOf('parse-webhooks', foundation, {
          PARSE_QUEUE_URL: queue.queueUrl,
          PARSE_MAX_RECEIVES: String(MAX_RECEIVES),
        }),
        timeout: TIMEOUT_SECONDS,
        // It puts webhooks off through its own queue; after 16 rounds Lambda would take that for a runaway loop.
        mayCallItself: true,
      })
      .allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], records.arn)
      .allow(['dynamodb:Query'], ...records.indexArns('gsi1', 'gsi2', 'gsi3'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn)
      .allow(['s3:GetObject', 's3:DeleteObject'], payloads.objectsArn('webhooks/'))
      .allow(['sqs:SendMessage'], queue.queueArn);
    parse.lambda.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 10,
        maxConcurrency: concurrencyFor(config.stripeRequestsPerSecond),
        reportBatchItemFailures: true,
      }),
    );

    acceptFinding(parse, {
      'Serverless-LambdaEventSourceMappingDestination':
        'The queue has a dead-letter queue of its own, where a message goes that was tried five times.',
    });

    alarms.above('WebhookDeadLetters', 0, {
      severity: 'morning',
      means: 'Webhooks were given up: records here may differ from Stripe until they are replayed.',
      act: 'list webhooks with ?failed=true, see why in parse_error, mend it and replay.',
      runbook: 'webhook-dead-letters',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(HIGHEST),
    });
    alarms.above('ParsingLate', Duration.hours(1).toSeconds(), {
      severity: 'urgent',
      means: 'Webhooks wait more than an hour to be parsed: what people paid for is not given to them.',
      act: 'the log of parse-webhooks says what it waits for: mostly Stripe, or its rate.',
      runbook: 'parsing-late',
      metric: queue.metricApproximateAgeOfOldestMessage(HIGHEST),
    });
  }
}

/** Each worker keeps about five requests a second going; half of the rate is left to people who wait. */
function concurrencyFor(stripeRequestsPerSecond: number): number {
  return Math.max(2, Math.floor(stripeRequestsPerSecond / 10));
}
