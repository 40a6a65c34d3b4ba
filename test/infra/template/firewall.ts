import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { parseConfig } from '../../../infra/config/config';
import { FirewallStack } from '../../../infra/firewall-stack';
import { EVERY_OPTION } from '../../fixtures/every-option';

const Rule = v.object({ Name: v.string(), Statement: v.record(v.string(), v.unknown()) });

describe('the firewall', () => {
  const templateOf = (config: object) =>
    Template.fromStack(new FirewallStack(new App(), 'firewall', parseConfig(config)));

  it('has no rule that could stop a delivery of Stripe', () => {
    const [acl] = Object.values(templateOf({}).findResources('AWS::WAFv2::WebACL'));
    const rules = v.parse(v.array(Rule), acl?.Properties.Rules);
    expect(acl?.Properties).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
    expect(rules.map(({ Name }) => Name)).toContain('AWSManagedRulesCommonRuleSet');
    for (const { Statement } of rules) {
      expect(JSON.stringify(Statement)).toMatch(/"NotStatement".*"SearchString":"\/aa-stripe\/webhooks"/);
    }
  });

  it('watches the certificate by which the API knows CloudFront, and tells a topic of its own region', () => {
    const template = templateOf({ ...EVERY_OPTION, alarmTopicArn: 'arn:aws:sns:eu-west-1:000000000000:ops' });
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/CertificateManager',
      MetricName: 'DaysToExpiry',
      Dimensions: [{ Name: 'CertificateArn', Value: EVERY_OPTION.edge.clientCertificateArn }],
      Threshold: 30,
      ComparisonOperator: 'LessThanThreshold',
      AlarmActions: [{ Ref: topic }],
      AlarmDescription: Match.stringLikeRegexp('client-certificate-ends'),
    });
    templateOf({}).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});
