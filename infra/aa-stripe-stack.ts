import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Config } from './config/config';
import { Alarms } from './constructs/alarms';
import { ApiDocument } from './constructs/api-document';
import { Charges } from './constructs/charges';
import { Commands, webhookUrlOf } from './constructs/commands';
import { Coupons } from './constructs/coupons';
import { Customers } from './constructs/customers';
import type { Foundation } from './constructs/foundation';
import { Functions } from './constructs/functions';
import { PaymentsApi } from './constructs/http-api';
import { PayloadBucket } from './constructs/payload-bucket';
import { Plans } from './constructs/plans';
import { RecordsTable } from './constructs/records-table';
import { SignalPublishing } from './constructs/signal-publishing';
import { StripeSecret } from './constructs/stripe-secret';
import { Subscriptions } from './constructs/subscriptions';
import { operatorPoolIssuer, userPoolIssuer } from './constructs/token-issuer';
import { WebhookParsing } from './constructs/webhook-parsing';
import { Webhooks } from './constructs/webhooks';

export interface AaStripeStackProps extends StackProps {
  config: Config;
  /** Where the functions' bundles are, built by `bundleFunctions`. */
  bundleDir: string;
}

/** Everything there is: the foundation, and the capabilities that stand on it. */
export class AaStripeStack extends Stack {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: AaStripeStackProps) {
    super(scope, id, props);
    const { config } = props;
    const logRetention = config.logRetentionDays;
    const alarms = new Alarms(this, 'Alarms', config);
    this.bus = new EventBus(this, 'Signals', { eventBusName: id });
    const foundation: Foundation = {
      config,
      alarms,
      bus: this.bus,
      records: new RecordsTable(this, 'Records', config),
      payloads: new PayloadBucket(this, 'Payloads', config),
      secret: new StripeSecret(this, 'Stripe'),
      functions: new Functions(this, 'Functions', { bundleDir: props.bundleDir, logRetention }),
      api: new PaymentsApi(this, 'Http', {
        name: id,
        issuers: (apiUrl) => ({
          users: config.users ?? userPoolIssuer(this, config),
          operators: config.operators ?? operatorPoolIssuer(this, config, apiUrl),
        }),
        corsOrigins: config.corsOrigins,
        throttle: config.throttle,
        logRetention,
        alarms,
      }),
    };

    new Webhooks(this, 'Webhooks', foundation);
    new SignalPublishing(this, 'Publishing', foundation);
    const parsing = new WebhookParsing(this, 'Parsing', foundation);
    new Customers(this, 'Customers', foundation);
    new Charges(this, 'Charges', foundation);
    new Plans(this, 'Plans', foundation);
    new Subscriptions(this, 'Subscriptions', foundation);
    new Coupons(this, 'Coupons', foundation);
    new Commands(this, 'Commands', foundation);
    new ApiDocument(this, 'ApiDocument', foundation);
    this.describe(foundation, parsing);
  }

  /** What `npm run setup`, `npm run status` and other stacks find things by. */
  private describe(foundation: Foundation, parsing: WebhookParsing): void {
    const { api, records, bus, secret, config, payloads } = foundation;
    new CfnOutput(this, 'ApiUrl', { value: api.api.apiEndpoint });
    new CfnOutput(this, 'TableName', { value: records.table.tableName });
    new CfnOutput(this, 'BusName', { value: bus.eventBusName });
    new CfnOutput(this, 'BusArn', { value: bus.eventBusArn });
    new CfnOutput(this, 'StripeSecretArn', { value: secret.arn });
    new CfnOutput(this, 'OwnerClaim', { value: config.ownerClaim });
    new CfnOutput(this, 'Livemode', { value: String(config.livemode) });
    new CfnOutput(this, 'WebhookUrl', { value: webhookUrlOf(foundation) });
    new CfnOutput(this, 'ParseQueueUrl', { value: parsing.queueUrl });
    new CfnOutput(this, 'ParseDeadLettersUrl', { value: parsing.deadLettersUrl });
    new CfnOutput(this, 'PayloadBucket', { value: payloads.bucket.bucketName });
  }
}
