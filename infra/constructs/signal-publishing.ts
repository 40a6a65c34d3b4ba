import { Duration } from 'aws-cdk-lib';
import { CfnEventSourceMapping, FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PERIOD } from './alarms';
import { environmentOf, type Foundation } from './foundation';

/** The way from the table's stream to the bus. */
export class SignalPublishing extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { alarms, bus, functions, payloads, records } = foundation;
    const publisher = functions.make('publish-signals', {
      description: 'turns changes of the table into signals on the bus',
      environment: environmentOf('publish-signals', foundation),
      timeout: 60,
    });
    const streamArn = records.table.tableStreamArn ?? '';
    publisher
      .allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn)
      // The mapping lists streams before it reads one; AWS knows no finer resource for this.
      .allow(['dynamodb:ListStreams'], '*')
      .allow(['dynamodb:UpdateItem'], records.arn)
      .allow(['events:PutEvents'], bus.eventBusArn)
      .allow(['s3:GetObject'], payloads.objectsArn('webhooks/'))
      .allow(['s3:PutObject'], payloads.objectsArn('aws/lambda/'))
      .allow(['s3:ListBucket'], payloads.bucket.bucketArn);

    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: publisher.lambda.functionArn,
      eventSourceArn: streamArn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      maximumBatchingWindowInSeconds: 0,
      parallelizationFactor: 2,
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      // A record is retried for most of a day before its 24 hours in the stream are over; then S3 has it.
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: Duration.hours(20).toSeconds(),
      destinationConfig: { onFailure: { destination: payloads.bucket.bucketArn } },
      filterCriteria: { filters: [HAS_SOMETHING_TO_TELL] },
    });
    mapping.node.addDependency(publisher);

    alarms.when(
      'PublishingLate',
      publisher.lambda.metric('IteratorAge', PERIOD),
      Duration.minutes(5).toMilliseconds(),
      'Signals reach consumers more than five minutes late: rules, and the parsing of webhooks, run behind.',
    );
  }
}

/** Whatever has a signal to publish stands in gsi5; all else need not wake the function. */
const HAS_SOMETHING_TO_TELL = FilterCriteria.filter({
  dynamodb: { NewImage: { gsi5pk: { S: FilterRule.exists() } } },
}) as { pattern: string };
