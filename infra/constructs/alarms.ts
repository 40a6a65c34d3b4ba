import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../config/config';
import type { Encryption } from './encryption';

export interface AlarmsProps {
  config: Config;
  encryption: Encryption;
}

/** One topic that every alarm speaks to. */
export class Alarms extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { config, encryption }: AlarmsProps) {
    super(scope, id);
    const { alarmTopicArn } = config;
    this.topic =
      alarmTopicArn === undefined
        ? this.newTopic(encryption)
        : Topic.fromTopicArn(this, 'Topic', alarmTopicArn);
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

  /** Raises an alarm when the metric's maximum in five minutes exceeds `above`. `meaning`: what it does to users. */
  when(id: string, metric: IMetric, above: number, meaning: string): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold: above,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: meaning,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}

/** How metrics are read for an alarm. */
export const PERIOD = { period: Duration.minutes(5), statistic: 'Maximum' };
