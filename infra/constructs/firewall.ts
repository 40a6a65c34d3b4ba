import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Requests of one address in five minutes. */
const MOST_REQUESTS = 2_000;
/** AWS's own lists, those that know this kind of traffic. */
const MANAGED_RULES = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
];

/**
 * A firewall for CloudFront. Deliveries of Stripe pass it untouched: they prove themselves by their signature, come from
 * few addresses in great number, and hold texts of people that a rule might take for an attack.
 */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      description: 'In front of aa-stripe',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('aa-stripe'),
      rules: [
        {
          name: 'too-many',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              limit: MOST_REQUESTS,
              aggregateKeyType: 'IP',
              scopeDownStatement: NOT_A_DELIVERY,
            },
          },
          visibilityConfig: visibility('too-many'),
        },
        ...MANAGED_RULES.map(
          (name, i): CfnWebACL.RuleProperty => ({
            name,
            priority: i + 1,
            overrideAction: { none: {} },
            statement: {
              managedRuleGroupStatement: { vendorName: 'AWS', name, scopeDownStatement: NOT_A_DELIVERY },
            },
            visibilityConfig: visibility(name),
          }),
        ),
      ],
    });
    this.arn = acl.attrArn;
  }
}

const NOT_A_DELIVERY: CfnWebACL.StatementProperty = {
  notStatement: {
    statement: {
      byteMatchStatement: {
        searchString: '/aa-stripe/webhooks',
        positionalConstraint: 'EXACTLY',
        fieldToMatch: { uriPath: {} },
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  },
};

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
