import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CommandSchedule } from './command-schedule';
import { type Foundation, variablesOf } from './foundation';

const TIMEOUT_SECONDS = 300;

/** The second line: finds, by index and on a schedule, what the first one has left undone. */
export class Recovery extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { alarms, bus, functions, payloads, records, secret } = foundation;
    const variables = variablesOf(foundation);
    const { TABLE_NAME, PAYLOAD_BUCKET, BUS_NAME, RAW_DATA_ON_BUS, STRIPE_SECRET_ARN } = variables;

    const sweep = functions
      .make('sweep', {
        description: 'publishes signals that the stream has lost',
        environment: { TABLE_NAME, PAYLOAD_BUCKET, BUS_NAME, RAW_DATA_ON_BUS },
        timeout: TIMEOUT_SECONDS,
      })
      .allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        records.arn,
      )
      .allow(['dynamodb:Query'], records.indexArn('gsi5'))
      .allow(['events:PutEvents'], bus.eventBusArn)
      .allow(['s3:GetObject'], payloads.webhooksArn);
    new CommandSchedule(this, 'Sweep', {
      command: sweep,
      every: Duration.minutes(5),
      alarms,
      failureMeans: 'Signals that the stream lost are not made good: consumers miss facts.',
    });

    const recover = functions
      .make('recover-operations', {
        description: 'settles writes to Stripe whose outcome is open',
        environment: { TABLE_NAME, STRIPE_SECRET_ARN },
        timeout: TIMEOUT_SECONDS,
      })
      .allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        records.arn,
      )
      .allow(['dynamodb:Query'], records.indexArn('gsi6'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    new CommandSchedule(this, 'Operations', {
      command: recover,
      every: Duration.minutes(1),
      alarms,
      failureMeans: 'Customers and cards whose creation broke off stay open: their owners get "under way".',
    });
  }
}
