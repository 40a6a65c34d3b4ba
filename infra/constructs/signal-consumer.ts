import { Alarm, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  type EventBus,
  type EventPattern,
  type IEventBus,
  type IRuleTarget,
  Rule,
} from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SIGNAL_SOURCE, type SignalName } from '../../lib/signals/signal';
import { RUNBOOK } from '../config/runbook';
import { alarmProps, HIGHEST, type Watch } from './alarms';
import { pascalCase } from './pascal-case';
import { letSend, PATIENT_DELIVERY, sealedQueue } from './sealed-queue';

export interface SignalsProps {
  bus: EventBus | IEventBus;
  /** Where alarms about lost deliveries go. Without one they are raised, and nobody is told. */
  alarmTopic?: ITopic | undefined;
  /** Where the runbook is, if not in this repository. */
  runbookUrl?: string | undefined;
  /** What dead letters are encrypted with, if not with a key of AWS. */
  encryptionKey?: IKey | undefined;
}

/** A function, a queue, or whatever else EventBridge can deliver to. */
export type SignalTarget = IFunction | IQueue | IRuleTarget;

export interface OnSignalOptions {
  /** Of webhooks alone: only events about these of Stripe's objects, such as `invoice`. */
  eventModel?: string[];
  /** Of webhooks alone: only events of these actions, such as `payment_failed`. */
  eventAction?: string[];
  /** Name of the target in the template. Default: the target's own. */
  id?: string;
}

/** Signals that are about an event of Stripe. */
const ABOUT_EVENTS: readonly SignalName[] = ['webhook_pre_parse', 'webhook_parse_failed'];

/** One target of signals, with everything that it missed. */
export class SignalConsumer extends Construct {
  readonly deadLetters: Queue;
  private readonly target: IRuleTarget;
  private subscriptions = 0;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SignalsProps & { target: SignalTarget },
  ) {
    super(scope, id);
    this.deadLetters = sealedQueue(this, 'DeadLetters', props.encryptionKey);
    this.target = this.deliverTo(props.target);
    this.watch(id);
  }

  subscribe(name: SignalName, { eventModel, eventAction }: OnSignalOptions): void {
    const filters = { event_model: eventModel, event_action: eventAction };
    const used = Object.entries(filters).filter(([, values]) => values !== undefined);
    if (used.length > 0 && !ABOUT_EVENTS.includes(name)) {
      throw new Error(
        `${name} has no ${used.map(([field]) => field).join(', ')}: only ${ABOUT_EVENTS.join(' and ')} have.`,
      );
    }
    const eventPattern: EventPattern = {
      source: [SIGNAL_SOURCE],
      detailType: [name],
      ...(used.length > 0 && { detail: Object.fromEntries(used) }),
    };
    this.subscriptions += 1;
    const nth = this.subscriptions === 1 ? '' : String(this.subscriptions);
    new Rule(this, `${pascalCase(name.replaceAll('_', '-'))}${nth}`, {
      eventBus: this.props.bus,
      eventPattern,
      targets: [this.target],
    });
  }

  private deliverTo(target: SignalTarget): IRuleTarget {
    const delivery = { ...PATIENT_DELIVERY, deadLetterQueue: this.deadLetters };
    if ('functionArn' in target) {
      // EventBridge has delivered once Lambda took the event; what the function fails at then is Lambda's matter.
      if (!target.node.tryFindChild('EventInvokeConfig')) {
        target.configureAsyncInvoke({ onFailure: new SqsDestination(this.deadLetters) });
      }
      return new LambdaFunction(target, delivery);
    }
    if ('queueArn' in target) return new SqsQueue(target, delivery);
    return {
      bind: (rule, id) => ({ ...target.bind(rule, id), ...this.deadLettersFor(rule.ruleRef.ruleArn, id) }),
    };
  }

  /** For a target that brings no dead-letter queue of its own. */
  private deadLettersFor(ruleArn: string, id: string | undefined) {
    letSend(this.deadLetters, `Rule${id ?? this.subscriptions}`, ruleArn);
    return { deadLetterConfig: { arn: this.deadLetters.queueArn } };
  }

  private watch(id: string): void {
    const missed: Watch = {
      severity: 'morning',
      means: `Signals of payments did not get through to ${id}: it misses facts until they are sent again.`,
      act: 'look at its log, mend it, then move the messages of its dead-letter queue back to it.',
      runbook: 'signals-missed',
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible(HIGHEST),
    };
    const alarm = new Alarm(this, 'Missed', {
      ...alarmProps(missed, this.props.runbookUrl ?? RUNBOOK),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
    if (this.props.alarmTopic) alarm.addAlarmAction(new SnsAction(this.props.alarmTopic));
  }
}
