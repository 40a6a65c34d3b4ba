import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SignalName } from '../../lib/signals/signal';
import {
  type OnSignalOptions,
  SignalConsumer,
  type SignalsProps,
  type SignalTarget,
} from './signal-consumer';

/**
 * The signals of one deployment, to be subscribed to: `payments.signals` where `payments` is an `AaStripe` in the
 * same app, `Signals.fromBusArn(this, 'Payments', …)` from any other stack.
 */
export class Signals extends Construct {
  readonly bus: EventBus | IEventBus;
  private readonly consumers = new Map<SignalTarget, SignalConsumer>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SignalsProps,
  ) {
    super(scope, id);
    this.bus = props.bus;
  }

  /**
   * `busArn`, `alarmTopicArn`: outputs `BusArn` and, to share its alarms, `AlarmTopicArn` of the product's stack.
   * `runbookUrl`: where its alarms' runbook is, if not in this repository.
   */
  static fromBusArn(
    scope: Construct,
    id: string,
    { busArn, alarmTopicArn, runbookUrl }: { busArn: string; alarmTopicArn?: string; runbookUrl?: string },
  ): Signals {
    const imported = new Construct(scope, `${id}Imported`);
    return new Signals(scope, id, {
      bus: EventBus.fromEventBusArn(imported, 'Bus', busArn),
      runbookUrl,
      ...(alarmTopicArn !== undefined && {
        alarmTopic: Topic.fromTopicArn(imported, 'AlarmTopic', alarmTopicArn),
      }),
    });
  }

  /**
   * Has every signal of this name handled by the target, at least once and in no promised order. What cannot be
   * delivered, and what a function fails at three times, stays in the target's dead-letter queue, with an alarm.
   * @returns the target's own consumer, with its dead-letter queue
   * @throws Error for a filter that the signal has no field for
   */
  onSignal(name: SignalName, target: SignalTarget, options: OnSignalOptions = {}): SignalConsumer {
    const consumer = this.consumers.get(target) ?? this.consumerOf(target, options);
    this.consumers.set(target, consumer);
    consumer.subscribe(name, options);
    return consumer;
  }

  private consumerOf(target: SignalTarget, { id }: OnSignalOptions): SignalConsumer {
    const ownId = id ?? ('node' in target ? target.node.id : `Target${this.consumers.size + 1}`);
    return new SignalConsumer(this, ownId, { ...this.props, target });
  }
}
