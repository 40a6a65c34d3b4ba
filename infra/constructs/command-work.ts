import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acceptFinding } from './accept-finding';
import { HIGHEST } from './alarms';
import { environmentOf, type Foundation } from './foundation';
import { memoryForRate } from './memory-for-rate';
import { READ_AND_WRITE } from './operator-function';
import { productMetric } from './product-metric';
import { sealedQueue } from './sealed-queue';

/** How often a part is tried before it joins the dead letters. */
const MAX_RECEIVES = 5;
/** A part is done in well under a minute, unless Stripe's rate is low. */
const TIMEOUT_SECONDS = 300;

/** What large runs of commands are done by: parts in a queue, and so many workers at once. */
export class CommandWork extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { alarms, config, encryption, functions, records, secret } = foundation;
    const deadLetters = sealedQueue(this, 'DeadLetters', encryption.key);
    this.deadLetters = deadLetters;
    this.queue = sealedQueue(this, 'Queue', encryption.key, {
      // Longer than a worker may run, so that a part is with one of them at a time.
      visibilityTimeout: Duration.seconds(2 * TIMEOUT_SECONDS),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    const { workers } = config.fanOut;
    const work = functions
      .make('work-commands', {
        description: 'does parts of large runs of commands',
        environment: environmentOf('work-commands', foundation, {
          WORK_QUEUE_URL: this.queue.queueUrl,
          FAN_OUT_WORKERS: String(workers),
        }),
        timeout: TIMEOUT_SECONDS,
        memoryMb: memoryForRate(config.stripeRequestsPerSecond / workers),
      })
      .allow([...READ_AND_WRITE, 'dynamodb:Query'], records.arn)
      .allow(['dynamodb:Query'], ...records.indexArns('gsi3'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    // A part is a message, and a message an invocation: one that breaks off takes no other with it.
    work.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        maxConcurrency: workers,
        reportBatchItemFailures: true,
      }),
    );
    acceptFinding(work, {
      'Serverless-LambdaEventSourceMappingDestination':
        'The queue has a dead-letter queue of its own, where a message goes that was tried five times.',
    });

    alarms.above('WorkerRecordsFailed', 0, {
      // As with a command's own failures: what stays broken long enough rings by what it leaves undone.
      severity: 'morning',
      means: 'Workers could not do some records of a large run: payments refused, subscriptions not ended.',
      act: 'GET /aa-stripe/commands lists the last runs; the runs of the one that failed name records and errors.',
      runbook: 'worker-records-failed',
      metric: productMetric(config.stage, 'workers', 'RecordsFailed'),
    });
    alarms.above('WorkDeadLetters', 0, {
      severity: 'morning',
      means:
        'Workers gave up parts of a large run. Their records are as due as before, and the run is not whole.',
      act: 'see in the log of work-commands why, mend it, and move the messages back.',
      runbook: 'work-dead-letters',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(HIGHEST),
    });
    alarms.above('WorkLate', Duration.hours(6).toSeconds(), {
      severity: 'morning',
      means: 'Parts of large runs wait for more than six hours: due payments are made late.',
      act: 'the log of work-commands says what it waits for: mostly Stripe, its rate, or a run larger than that.',
      runbook: 'work-late',
      metric: this.queue.metricApproximateAgeOfOldestMessage(HIGHEST),
    });
  }
}
