import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { CloudWatchLogGroup } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Signals } from '../../infra/constructs/signals';

const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/aa-stripe-prod';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alarms';

/** A stack of somebody else's, with what it subscribes. */
function consumer(subscribe: (stack: Stack, signals: Signals) => void, alarmTopicArn?: string): Template {
  const stack = new Stack(new App(), 'consumer');
  const signals = Signals.fromBusArn(stack, 'Payments', {
    busArn: BUS,
    ...(alarmTopicArn !== undefined && { alarmTopicArn }),
  });
  subscribe(stack, signals);
  return Template.fromStack(stack);
}

function handler(stack: Stack, id = 'Handler'): Lambda {
  return new Lambda(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
  });
}

const deadLetters = (template: Template): string[] =>
  Object.keys(template.findResources('AWS::SQS::Queue')).filter((id) => id.includes('DeadLetters'));

describe('onSignal', () => {
  it('delivers a signal to a function, and keeps what it fails at', () => {
    const template = consumer((stack, signals) => {
      signals.onSignal('stripe_charge_succeeded', handler(stack));
    });
    const [queue] = deadLetters(template);
    const arn = { 'Fn::GetAtt': [queue, 'Arn'] };
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'aa-stripe-prod',
      EventPattern: { source: ['aa-stripe'], 'detail-type': ['stripe_charge_succeeded'] },
      Targets: [
        Match.objectLike({
          DeadLetterConfig: { Arn: arn },
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: arn } },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
  });

  it('shares one dead-letter queue among the signals of a target, and has one for each target', () => {
    const template = consumer((stack, signals) => {
      const fn = handler(stack);
      signals.onSignal('stripe_charge_succeeded', fn);
      signals.onSignal('stripe_charge_refunded', fn);
      signals.onSignal('stripe_charge_refunded', handler(stack, 'Other'));
    });
    template.resourceCountIs('AWS::Events::Rule', 3);
    expect(deadLetters(template)).toHaveLength(2);
  });

  it('raises an alarm, which goes to the topic of payments where that is known', () => {
    const subscribe = (stack: Stack, signals: Signals) =>
      void signals.onSignal('stripe_dispute_opened', handler(stack));
    consumer(subscribe, TOPIC).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      AlarmDescription: Match.stringLikeRegexp(
        '^CAN WAIT TILL MORNING.*did not get through to Handler.* docs/runbook.md#signals-missed$',
      ),
      AlarmActions: [TOPIC],
    });
    consumer(subscribe).hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
  });

  it('delivers to a queue, filtered by what an event is about', () => {
    const template = consumer((stack, signals) => {
      signals.onSignal('webhook_pre_parse', new Queue(stack, 'Unpaid'), {
        eventModel: ['invoice'],
        eventAction: ['payment_failed', 'voided'],
      });
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aa-stripe'],
        'detail-type': ['webhook_pre_parse'],
        detail: { event_model: ['invoice'], event_action: ['payment_failed', 'voided'] },
      },
    });
  });

  it('delivers to any other target of EventBridge, with a dead-letter queue that lets it in', () => {
    const template = consumer((stack, signals) => {
      const target: IRuleTarget = new CloudWatchLogGroup(new LogGroup(stack, 'Log'));
      signals.onSignal('stripe_customer_updated', target, { id: 'Log' });
    });
    const [queue] = deadLetters(template);
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queue, 'Arn'] } } })],
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });

  it('refuses a filter for which the signal has no field', () => {
    expect(() =>
      consumer((stack, signals) => {
        signals.onSignal('stripe_charge_succeeded', handler(stack), { eventModel: ['charge'] });
      }),
    ).toThrow(
      'stripe_charge_succeeded has no event_model: only webhook_pre_parse and webhook_parse_failed have.',
    );
  });

  it('leaves alone what a function of theirs does with its failures already', () => {
    const template = consumer((stack, signals) => {
      const fn = handler(stack);
      fn.configureAsyncInvoke({ retryAttempts: 0 });
      signals.onSignal('stripe_charge_succeeded', fn);
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 0,
      DestinationConfig: Match.absent(),
    });
  });

  it('works on a bus of the same app', () => {
    const stack = new Stack(new App(), 'own');
    const signals = new Signals(stack, 'Payments', { bus: new EventBus(stack, 'Bus') });
    expect(signals.onSignal('stripe_coupon_updated', handler(stack)).deadLetters).toBeInstanceOf(Queue);
  });
});
