import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../config/config';
import { type AlarmWords, alarmDescription } from './alarm-words';
import type { Encryption } from './encryption';

export interface AlarmsProps {
  config: Config;
  encryption: Encryption;
}

/** An alarm over a metric. It rings where every one of the last `periods` (default 1) says so. */
export interface Watch extends AlarmWords {
  metric: IMetric;
  periods?: number;
}

/** One topic that every alarm speaks to. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  /** All that were made, in their order. */
  readonly all: Alarm[] = [];
  readonly runbookUrl: string;

  constructor(scope: Construct, id: string, { config, encryption }: AlarmsProps) {
    super(scope, id);
    const { alarmTopicArn, runbookUrl } = config;
    this.runbookUrl = runbookUrl;
    this.topic =
      alarmTopicArn === undefined
        ? this.newTopic(encryption)
        : Topic.fromTopicArn(this, 'Topic', alarmTopicArn);
    this.above('NotificationsFailed', 0, {
      severity: 'morning',
      means: 'Somebody who should hear of alarms did not get one.',
      act: "look at the topic's subscriptions, and subscribe again whoever is gone.",
      runbook: 'notifications-failed',
      metric: this.topic.metricNumberOfNotificationsFailed({ period: FIVE_MINUTES, statistic: 'Sum' }),
    });
  }

  private newTopic({ key }: Encryption): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true, ...(key && { masterKey: key }) });
    topic.applyRemovalPolicy(RemovalPolicy.DESTROY);
    // A policy of its own, as TLS only needs one, takes the place of the default that lets alarms speak.
    topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }

  /** Rings where the metric is above a number. No data is no trouble. */
  above(id: string, threshold: number, watch: Watch): void {
    this.compare(id, ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, watch);
  }

  /** Rings where the metric is below a number. No data is no trouble. */
  below(id: string, threshold: number, watch: Watch): void {
    this.compare(id, ComparisonOperator.LESS_THAN_THRESHOLD, threshold, watch);
  }

  /** Rings where something that should happen does not: the metric, or its data, is missing. */
  silent(id: string, watch: Watch): void {
    this.compare(id, ComparisonOperator.LESS_THAN_THRESHOLD, 1, watch, TreatMissingData.BREACHING);
  }

  /** Rings where the metric is above what CloudWatch has learned to expect at this hour of this day. */
  unusual(id: string, deviations: number, watch: Watch): void {
    this.keep(
      new AnomalyDetectionAlarm(this, id, {
        ...alarmProps(watch, this.runbookUrl),
        stdDevs: deviations,
        comparisonOperator: ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
      }),
    );
  }

  private compare(
    id: string,
    comparisonOperator: ComparisonOperator,
    threshold: number,
    watch: Watch,
    treatMissingData = TreatMissingData.NOT_BREACHING,
  ): void {
    const props = alarmProps(watch, this.runbookUrl);
    this.keep(new Alarm(this, id, { ...props, threshold, comparisonOperator, treatMissingData }));
  }

  private keep(alarm: Alarm): void {
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.all.push(alarm);
  }
}

/** What every alarm says and how it is read, whoever makes it. */
export function alarmProps({ metric, periods = 1, ...words }: Watch, runbookUrl: string) {
  return {
    metric,
    evaluationPeriods: periods,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: alarmDescription(words, runbookUrl),
  };
}

const FIVE_MINUTES = Duration.minutes(5);

/** How metrics are read for an alarm: what counts is added up, what stands is looked at its highest. */
export const SUM = { period: FIVE_MINUTES, statistic: 'Sum' };
export const HIGHEST = { period: FIVE_MINUTES, statistic: 'Maximum' };
