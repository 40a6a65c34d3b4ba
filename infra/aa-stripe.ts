import { Tags } from 'aws-cdk-lib';
import { EVENTS_TARGET_QUEUE_SAME_ACCOUNT } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import type { SignalName } from '../lib/signals/signal';
import { bundlesOf } from './bundle-functions';
import { type ConfigInput, parseConfig } from './config/config';
import { Alarms } from './constructs/alarms';
import { ApiDocument } from './constructs/api-document';
import { CapacityAlarms } from './constructs/capacity-alarms';
import { Charges } from './constructs/charges';
import { CommandWork } from './constructs/command-work';
import { Commands } from './constructs/commands';
import { Coupons } from './constructs/coupons';
import { Customers } from './constructs/customers';
import { OverviewDashboard } from './constructs/dashboard';
import { Encryption } from './constructs/encryption';
import { type Foundation, webhookUrlOf } from './constructs/foundation';
import { Functions } from './constructs/functions';
import { PaymentsApi } from './constructs/http-api';
import { OperatorConsole } from './constructs/operator-console';
import { PayloadBucket } from './constructs/payload-bucket';
import { Plans } from './constructs/plans';
import { RecordsTable } from './constructs/records-table';
import { SignalBus } from './constructs/signal-bus';
import type { OnSignalOptions, SignalConsumer, SignalTarget } from './constructs/signal-consumer';
import { SignalPublishing } from './constructs/signal-publishing';
import { Signals } from './constructs/signals';
import { StripeAlarms } from './constructs/stripe-alarms';
import { StripeSecret } from './constructs/stripe-secret';
import { Subscriptions } from './constructs/subscriptions';
import { configuredIssuer, operatorPoolIssuer, userPoolIssuer } from './constructs/token-issuer';
import { WebhookAlarms } from './constructs/webhook-alarms';
import { WebhookParsing } from './constructs/webhook-parsing';
import { Webhooks } from './constructs/webhooks';

/** docs/configuration.md describes each key. */
export interface AaStripeProps extends ConfigInput {
  /** Where the functions' bundles are, if they are built already. Default: they are built into the app's output. */
  bundleDir?: string;
}

/**
 * Stripe payments: all of it, to be put into a stack. The product's own stack holds nothing else; a team with a CDK
 * app of its own writes `new AaStripe(this, 'Payments', { stage: 'prod', livemode: true })`.
 */
export class AaStripe extends Construct {
  /** `aa-stripe-<stage>`: what the functions' names begin with. */
  readonly name: string;
  readonly signals: Signals;
  private readonly foundation: Foundation;
  private readonly parsing: WebhookParsing;

  /** @throws Error that names every property at fault and says what it must be */
  constructor(scope: Construct, id: string, { bundleDir, ...input }: AaStripeProps = {}) {
    super(scope, id);
    // Rules of another account may not use our key to write into queues.
    this.node.setContext(EVENTS_TARGET_QUEUE_SAME_ACCOUNT, true);
    const config = parseConfig(input);
    this.name = `aa-stripe-${config.stage}`;
    const encryption = new Encryption(this, 'Encryption', config);
    const alarms = new Alarms(this, 'Alarms', { config, encryption });
    const { archiveDays } = config;
    const { bus } = new SignalBus(this, 'SignalBus', { name: this.name, encryption, alarms, archiveDays });
    const { key: encryptionKey } = encryption;
    const { topic: alarmTopic, runbookUrl } = alarms;
    this.signals = new Signals(this, 'Consumers', { bus, alarmTopic, runbookUrl, encryptionKey });
    const logs = { retention: config.logRetentionDays, encryption };
    this.foundation = {
      config,
      name: this.name,
      encryption,
      alarms,
      bus,
      records: new RecordsTable(this, 'Records', { config, encryption }),
      payloads: new PayloadBucket(this, 'Payloads', { config, encryption }),
      secret: new StripeSecret(this, 'Stripe', encryption),
      functions: new Functions(this, 'Functions', {
        name: this.name,
        bundleDir: bundleDir ?? bundlesOf(this),
        vpc: config.vpc,
        isTraced: config.tracing,
        logs,
      }),
      api: new PaymentsApi(this, 'Http', {
        name: this.name,
        issuers: (apiUrl) => ({
          users: config.users ?? userPoolIssuer(this, config),
          operators: config.operators
            ? configuredIssuer(config.operators)
            : operatorPoolIssuer(this, config, apiUrl),
        }),
        config,
        logs,
        alarms,
      }),
    };

    new Webhooks(this, 'Webhooks', this.foundation);
    new SignalPublishing(this, 'Publishing', this.foundation);
    this.parsing = new WebhookParsing(this, 'Parsing', this.foundation);
    new Customers(this, 'Customers', this.foundation);
    new Charges(this, 'Charges', this.foundation);
    new Plans(this, 'Plans', this.foundation);
    new Subscriptions(this, 'Subscriptions', this.foundation);
    new Coupons(this, 'Coupons', this.foundation);
    const work = new CommandWork(this, 'CommandWork', this.foundation);
    new Commands(this, 'Commands', this.foundation, work.queue);
    new OperatorConsole(this, 'Console', this.foundation, {
      parse: this.parsing.deadLetters,
      work: work.deadLetters,
    });
    new ApiDocument(this, 'ApiDocument', this.foundation);
    new StripeAlarms(this, 'StripeAlarms', this.foundation);
    new WebhookAlarms(this, 'WebhookAlarms', this.foundation);
    new CapacityAlarms(this, 'CapacityAlarms', this.foundation);
    new OverviewDashboard(this, 'Dashboard', this.foundation, this.parsing);
    // By this tag a bill shows what the product costs.
    Tags.of(this).add('aa-stripe', this.name);
  }

  /** Has a signal handled: see `Signals.onSignal`. */
  onSignal(name: SignalName, target: SignalTarget, options?: OnSignalOptions): SignalConsumer {
    return this.signals.onSignal(name, target, options);
  }

  /** What people and programs need to find their way: the stack's outputs. */
  get outputs() {
    const { alarms, api, bus, config, payloads, records, secret } = this.foundation;
    return {
      Name: this.name,
      ApiUrl: api.url,
      WebhookUrl: webhookUrlOf(this.foundation),
      TableName: records.table.tableName,
      BusName: bus.eventBusName,
      BusArn: bus.eventBusArn,
      StripeSecretArn: secret.arn,
      AlarmTopicArn: alarms.topic.topicArn,
      OwnerClaim: config.ownerClaim,
      Livemode: String(config.livemode),
      ParseQueueUrl: this.parsing.queue.queueUrl,
      ParseDeadLettersUrl: this.parsing.deadLetters.queueUrl,
      PayloadBucket: payloads.bucket.bucketName,
    };
  }
}
