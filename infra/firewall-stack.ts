import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Config } from './config/config';
import { Alarms } from './constructs/alarms';
import { Encryption } from './constructs/encryption';
import { Firewall } from './constructs/firewall';

/** Time to get a certificate signed, through other people's holidays. */
const DAYS_BEFORE = 30;

/**
 * A firewall for a stage's CloudFront, and a watch over the certificate by which the API knows CloudFront. It is a stack of
 * its own since both live in us-east-1 only; so does its topic, to which people subscribe as to the other one.
 */
export class FirewallStack extends Stack {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id, {
      env: { region: 'us-east-1' },
      description: `Firewall of Stripe payments, stage ${config.stage}`,
    });
    new CfnOutput(this, 'WebAclArn', { value: new Firewall(this, 'Firewall').arn });
    if (config.edge) this.watch(config.edge.clientCertificateArn, config);
  }

  private watch(certificateArn: string, { alarmTopicArn: _, ...config }: Config): void {
    const encryption = new Encryption(this, 'Encryption', { customerKey: false, keepData: false });
    const alarms = new Alarms(this, 'Alarms', { config, encryption });
    new CfnOutput(this, 'AlarmTopicArn', { value: alarms.topic.topicArn });
    alarms.below('ClientCertificateEnds', DAYS_BEFORE, {
      severity: 'morning',
      means: `In less than ${DAYS_BEFORE} days the API refuses every request: the certificate that CloudFront shows it ends.`,
      act: 'have a new one signed, and import it under the same ARN.',
      runbook: 'client-certificate-ends',
      metric: new Metric({
        namespace: 'AWS/CertificateManager',
        metricName: 'DaysToExpiry',
        dimensionsMap: { CertificateArn: certificateArn },
        period: Duration.days(1),
        statistic: 'Minimum',
      }),
    });
  }
}
