import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Architecture, Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface ConsumerStackProps extends StackProps {
  /** The bus of aa-stripe: output `BusArn` of its stack. */
  busArn: string;
  /** Folder with the bundled handler. */
  bundle: string;
}

/** A stack of your own that subscribes to two signals, with a function and a dead-letter queue. */
export class ConsumerStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsumerStackProps) {
    super(scope, id, props);
    const deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    const printSignal = new Lambda(this, 'PrintSignal', {
      functionName: `${id}-print-signal`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      // What the function itself fails at goes here.
      deadLetterQueue: deadLetters,
      logGroup: new LogGroup(this, 'Logs', {
        retention: RetentionDays.ONE_WEEK,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    new Rule(this, 'Subscription', {
      eventBus: EventBus.fromEventBusArn(this, 'Signals', props.busArn),
      eventPattern: { source: ['aa-stripe'], detailType: ['webhook_pre_parse', 'stripe_customer_updated'] },
      // What cannot be delivered to the function goes to the same place.
      targets: [new LambdaFunction(printSignal, { deadLetterQueue: deadLetters, retryAttempts: 5 })],
    });
  }
}
