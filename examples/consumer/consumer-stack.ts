import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Architecture, Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Signals } from '../../infra/constructs/signals';

export interface ConsumerStackProps extends StackProps {
  /** Outputs `BusArn` and `AlarmTopicArn` of the product's stack. */
  busArn: string;
  alarmTopicArn: string;
  /** Folder with the bundled handler. */
  bundle: string;
}

/**
 * A stack of your own that subscribes across stacks: a function to two signals, a queue to failed invoices alone. Each
 * gets a dead-letter queue, and an alarm for when something lands there.
 */
export class ConsumerStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsumerStackProps) {
    super(scope, id, props);
    const { busArn, alarmTopicArn } = props;
    const payments = Signals.fromBusArn(this, 'Payments', { busArn, alarmTopicArn });

    const printSignal = new Lambda(this, 'PrintSignal', {
      functionName: `${id}-print-signal`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      logGroup: new LogGroup(this, 'Logs', {
        retention: RetentionDays.ONE_WEEK,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    payments.onSignal('webhook_pre_parse', printSignal);
    payments.onSignal('stripe_customer_updated', printSignal);

    const unpaid = new Queue(this, 'UnpaidInvoices', { enforceSSL: true });
    payments.onSignal('webhook_pre_parse', unpaid, {
      eventModel: ['invoice'],
      eventAction: ['payment_failed'],
    });
  }
}
