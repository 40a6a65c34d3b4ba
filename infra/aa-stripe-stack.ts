import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Config } from './config/config';
import { Alarms, PERIOD } from './constructs/alarms';
import { CommandSchedule } from './constructs/command-schedule';
import { Functions } from './constructs/functions';
import { PaymentsApi } from './constructs/http-api';
import { PARSE_MAX_RECEIVES, PARSE_TIMEOUT_SECONDS, ParseQueue } from './constructs/parse-queue';
import { PayloadBucket } from './constructs/payload-bucket';
import { RecordsTable } from './constructs/records-table';
import { SignalPublishing } from './constructs/signal-publishing';
import { StripeSecret } from './constructs/stripe-secret';
import { operatorPoolIssuer, userPoolIssuer } from './constructs/token-issuer';

export interface AaStripeStackProps extends StackProps {
  config: Config;
  /** Where the functions' bundles are built. */
  bundleDir: string;
}

/** Everything there is, and who may touch what. Each part is defined in constructs/. */
export class AaStripeStack extends Stack {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: AaStripeStackProps) {
    super(scope, id, props);
    const { config } = props;
    const logRetention = config.logRetentionDays;

    const records = new RecordsTable(this, 'Records', config);
    const payloads = new PayloadBucket(this, 'Payloads', config);
    const secret = new StripeSecret(this, 'Stripe');
    const alarms = new Alarms(this, 'Alarms', config);
    this.bus = new EventBus(this, 'Signals', { eventBusName: id });
    const parseQueue = new ParseQueue(this, 'Parsing', { bus: this.bus, alarms });
    const functions = new Functions(this, 'Functions', { bundleDir: props.bundleDir, logRetention });
    const api = new PaymentsApi(this, 'Http', {
      name: id,
      issuers: (apiUrl) => ({
        users: config.users ?? userPoolIssuer(this, config),
        operators: config.operators ?? operatorPoolIssuer(this, config, apiUrl),
      }),
      corsOrigins: config.corsOrigins,
      throttle: config.throttle,
      logRetention,
    });

    alarms.when(
      'ServerErrors',
      api.api.metricServerError({ ...PERIOD, statistic: 'Sum' }),
      0,
      'Requests end in 5xx. If they are deliveries, Stripe tries again for days, then switches the endpoint off.',
    );

    const TABLE_NAME = records.table.tableName;
    const STRIPE_SECRET_ARN = secret.arn;
    const PAYLOAD_BUCKET = payloads.bucket.bucketName;
    const LIVEMODE = String(config.livemode);
    const OWNER_CLAIM = config.ownerClaim;
    const publishing = { BUS_NAME: this.bus.eventBusName, RAW_DATA_ON_BUS: String(config.rawDataOnBus) };

    const receiveWebhook = functions
      .make('receive-webhook', {
        description: 'stores what Stripe delivers',
        environment: { TABLE_NAME, STRIPE_SECRET_ARN, PAYLOAD_BUCKET, LIVEMODE },
      })
      .allow(['dynamodb:PutItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn)
      .allow(['s3:PutObject'], payloads.webhooksArn);
    api.open('/aa-stripe/webhooks', [HttpMethod.POST], receiveWebhook);

    const createCustomer = functions
      .make('create-customer', {
        description: 'makes a Stripe customer from a card token',
        environment: { TABLE_NAME, STRIPE_SECRET_ARN, LIVEMODE, OWNER_CLAIM },
      })
      .allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        records.arn,
      )
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.forUsers('/aa-stripe/customers', [HttpMethod.POST], createCustomer);

    const getCustomer = functions
      .make('get-customer', {
        description: "shows a caller's own customer",
        environment: { TABLE_NAME, OWNER_CLAIM },
      })
      .allow(['dynamodb:Query'], records.arn);
    api.forUsers('/aa-stripe/customers/{stripe_customer_id}', [HttpMethod.GET], getCustomer);

    const updateCustomer = functions
      .make('update-customer', {
        description: 'adds a card and makes it the default',
        environment: { TABLE_NAME, STRIPE_SECRET_ARN, OWNER_CLAIM },
      })
      .allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.forUsers(
      '/aa-stripe/customers/{stripe_customer_id}',
      [HttpMethod.PATCH, HttpMethod.PUT],
      updateCustomer,
    );

    const listWebhooks = functions
      .make('list-webhooks', { description: 'lists webhooks, newest first', environment: { TABLE_NAME } })
      .allow(['dynamodb:BatchGetItem'], records.arn)
      .allow(
        ['dynamodb:Query'],
        records.indexArn('gsi3'),
        records.indexArn('gsi4'),
        records.indexArn('gsi5'),
      );
    api.forOperators('/aa-stripe/webhooks', [HttpMethod.GET], listWebhooks);

    const getWebhook = functions
      .make('get-webhook', {
        description: 'shows a webhook with its event',
        environment: { TABLE_NAME, PAYLOAD_BUCKET },
      })
      .allow(['dynamodb:GetItem'], records.arn)
      .allow(['s3:GetObject'], payloads.webhooksArn);
    api.forOperators('/aa-stripe/webhooks/{id}', [HttpMethod.GET], getWebhook);

    const publisher = functions.make('publish-signals', {
      description: 'turns changes of the table into signals on the bus',
      environment: { TABLE_NAME, PAYLOAD_BUCKET, ...publishing },
      timeout: 60,
    });
    new SignalPublishing(this, 'Publishing', { records, payloads, bus: this.bus, publisher, alarms });

    const parseWebhooks = functions
      .make('parse-webhooks', {
        description: 'handles stored webhooks',
        environment: {
          TABLE_NAME,
          PAYLOAD_BUCKET,
          STRIPE_SECRET_ARN,
          PARSE_QUEUE_URL: parseQueue.queue.queueUrl,
          PARSE_MAX_RECEIVES: String(PARSE_MAX_RECEIVES),
        },
        timeout: PARSE_TIMEOUT_SECONDS,
        // It puts webhooks off through its own queue; after 16 rounds Lambda would take that for a runaway loop.
        mayCallItself: true,
      })
      .allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], records.arn)
      .allow(['dynamodb:Query'], records.indexArn('gsi1'), records.indexArn('gsi2'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn)
      .allow(['s3:GetObject'], payloads.webhooksArn);
    parseQueue.feed(parseWebhooks, concurrencyFor(config.stripeRequestsPerSecond));

    const sweep = functions
      .make('sweep', {
        description: 'publishes signals that the stream has lost',
        environment: { TABLE_NAME, PAYLOAD_BUCKET, ...publishing },
        timeout: 300,
      })
      .allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        records.arn,
      )
      .allow(['dynamodb:Query'], records.indexArn('gsi5'))
      .allow(['events:PutEvents'], this.bus.eventBusArn)
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
        timeout: 300,
      })
      .allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        records.arn,
      )
      .allow(['dynamodb:Query'], records.indexArn('gsi6'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    new CommandSchedule(this, 'Recovery', {
      command: recover,
      every: Duration.minutes(1),
      alarms,
      failureMeans: 'Customers and cards whose creation broke off stay open: their owners get "under way".',
    });

    new CfnOutput(this, 'ApiUrl', { value: api.api.apiEndpoint });
    new CfnOutput(this, 'TableName', { value: TABLE_NAME });
    new CfnOutput(this, 'BusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'BusArn', { value: this.bus.eventBusArn });
    new CfnOutput(this, 'StripeSecretArn', { value: secret.arn });
    new CfnOutput(this, 'OwnerClaim', { value: OWNER_CLAIM });
  }
}

/** Each worker keeps about five requests a second going; half of the rate is left to people who wait. */
function concurrencyFor(stripeRequestsPerSecond: number): number {
  return Math.max(2, Math.floor(stripeRequestsPerSecond / 10));
}
