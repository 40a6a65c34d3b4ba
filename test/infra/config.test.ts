import { parseConfig } from '../../infra/config/config';
import { EVERY_OPTION } from '../fixtures/every-option';

const NOT_VALID = 'The configuration in cdk.json (context "aaStripe") is not valid:';

describe('parseConfig', () => {
  const faults = (input: unknown): string[] => {
    try {
      parseConfig(input);
    } catch (error) {
      const [first, ...rest] = error instanceof Error ? error.message.split('\n') : [];
      expect(first).toBe(NOT_VALID);
      return rest.map((line) => line.trim());
    }
    throw new Error('It was not refused.');
  };

  it('has a default for every key that needs one', () => {
    expect(parseConfig({})).toEqual({
      stage: 'dev',
      livemode: false,
      ownerClaim: 'sub',
      runbookUrl: 'docs/runbook.md',
      pendingWebhooksThreshold: 20,
      stripeRequestsPerSecond: 25,
      stripeEndpointRequestsPerSecond: 25,
      fanOut: { above: 500, workers: 5 },
      timeZone: 'UTC',
      rawDataOnBus: true,
      corsOrigins: [],
      throttle: { ratePerSecond: 2_000, burst: 3_000 },
      customerKey: false,
      archiveDays: 0,
      logRetentionDays: 90,
      tracing: true,
      keepData: true,
    });
  });

  it('takes every key', () => {
    const config = {
      stage: 'prod-2',
      livemode: true,
      ownerClaim: 'custom:office',
      runbookUrl: 'https://wiki.example/payments',
      users: { issuer: 'https://users.example', audience: ['shop'] },
      operators: { issuer: 'https://staff.example', audience: ['console'] },
      operatorCallbackUrls: ['https://console.example/in'],
      alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:ops',
      mailDomain: 'shop.example',
      pendingWebhooksThreshold: 1,
      stripeRequestsPerSecond: 100,
      stripeEndpointRequestsPerSecond: 50,
      fanOut: { above: 100, workers: 20 },
      timeZone: 'Europe/Warsaw',
      domain: 'shop.example',
      webhookUrl: 'https://pay.shop.example/aa-stripe/webhooks',
      edge: EVERY_OPTION.edge,
      customDomain: {
        name: 'origin.shop.example',
        certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
        hostedZone: { id: 'Z1', name: 'shop.example' },
      },
      vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      customerKey: true,
      archiveDays: 30,
      rawDataOnBus: false,
      webhookBodyDays: 90,
      corsOrigins: ['https://shop.example', 'http://localhost:5173'],
      throttle: { ratePerSecond: 10, burst: 20 },
      tracing: false,
      logRetentionDays: 365,
      keepData: false,
    };
    expect(parseConfig(config)).toEqual(config);
  });

  it.each<[string, unknown, RegExp]>([
    ['stage', 'Prod', /must be like "prod" or "test-2"/],
    ['stage', '', /must be like/],
    ['stage', 'a'.repeat(21), /must be like/],
    ['stage', 7, /string/],
    ['livemode', 'true', /boolean/],
    ['ownerClaim', '', /must not be empty/],
    ['ownerClaim', null, /string/],
    ['users', 'https://users.example', /Object/],
    ['users.issuer', 'users.example', /must be a URL/],
    ['users.audience', [], /needs at least one audience/],
    ['users.audience.0', [''], /must not be empty/],
    ['operators.issuer', '', /must be a URL/],
    ['operatorCallbackUrls.0', ['console'], /URL/],
    ['alarmTopicArn', 'ops', /must be an ARN/],
    ['customDomain.name', 'https://pay.shop.example', /must be a host/],
    ['customDomain.certificateArn', 'cert', /must be an ARN/],
    ['edge.webAclArn', 'acl', /must be an ARN/],
    ['fanOut.workers', 1, />=2/],
    ['fanOut.above', 0, />=1/],
    ['vpc.subnetIds', [], /needs at least one subnet/],
    ['vpc.securityGroupIds', [], /needs at least one security group/],
    ['customerKey', 'alias/ours', /must be an ARN/],
    ['archiveDays', -1, />=0/],
    ['timeZone', 'Mars', /must be like "UTC" or "Europe\/Warsaw"/],
    ['webhookUrl', 'shop', /must be a URL/],
    ['domain', '', /must not be empty/],
    ['pendingWebhooksThreshold', 0, />=1/],
    ['pendingWebhooksThreshold', 1.5, /must be a whole number/],
    ['pendingWebhooksThreshold', '20', /number/],
    ['stripeRequestsPerSecond', 1_001, /<=1000/],
    ['rawDataOnBus', 1, /boolean/],
    ['corsOrigins.0', ['https://shop.example/'], /must be an origin such as/],
    ['corsOrigins.0', ['*'], /must be an origin such as/],
    ['throttle.burst', 0, />=1/],
    ['logRetentionDays', 2, /1 \| 7 \| 14/],
    ['keepData', 'no', /boolean/],
    // As long as Stripe itself keeps events, and a day.
    ['webhookBodyDays', 30, /longer than Stripe keeps events, which is 30 days/],
    ['webhookBodyDays', 31.5, /must be a whole number/],
    ['webhookBodyDays', null, /number/],
  ])('refuses %s %j by name', (key, value, message) => {
    const [line = '', ...others] = faults(withValue(key, value));
    expect(others).toEqual([]);
    expect(line.startsWith(`aaStripe.${key}: `)).toBe(true);
    expect(line).toMatch(message);
  });

  it.each(['users', 'operators'])('names what a half-configured issuer lacks: %s', (key) => {
    expect(faults({ [key]: {} }).map((line) => line.split(':')[0])).toEqual([
      `aaStripe.${key}.issuer`,
      `aaStripe.${key}.audience`,
    ]);
  });

  it('names every key at fault together', () => {
    const lines = faults({ stage: 'X', livemode: 1, throttle: { ratePerSecond: 0, burst: 5_001 } });
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'aaStripe.stage',
      'aaStripe.livemode',
      'aaStripe.throttle.ratePerSecond',
      'aaStripe.throttle.burst',
    ]);
  });

  it('refuses a stage that Cognito would not name a sign-in page after', () => {
    const operators = { issuer: 'https://id.shop.example', audience: ['a'] };
    expect(() => parseConfig({ stage: 'aws-test' })).toThrow('aaStripe.stage: must not contain "aws"');
    expect(parseConfig({ stage: 'aws-test', operators }).stage).toBe('aws-test');
  });

  it('wants a name for the API that CloudFront alone calls', () => {
    const { customDomain, edge } = EVERY_OPTION;
    expect(faults({ edge })).toEqual([expect.stringMatching(/^aaStripe\.edge: needs customDomain/)]);
    expect(faults({ edge, customDomain: { ...customDomain, name: edge.name } })).toEqual([
      expect.stringMatching(/^aaStripe\.edge\.name: must not be that of customDomain/),
    ]);
  });

  it('refuses an unknown key, also inside another', () => {
    expect(faults({ stripeApiKey: 'sk_test_1' })).toEqual(['aaStripe.stripeApiKey: is not a known key']);
    const users = { issuer: 'https://users.example', audience: ['shop'], secret: 'x' };
    expect(faults({ users })).toEqual(['aaStripe.users.secret: is not a known key']);
  });

  it('names every unknown key, not the first alone', () => {
    expect(faults({ stagee: 'dev', livemod: true })).toEqual([
      'aaStripe.stagee: is not a known key',
      'aaStripe.livemod: is not a known key',
    ]);
  });

  it('does not repeat the value of an unknown key, which may be a secret', () => {
    expect(faults({ stripeApiKey: 'sk_test_secret' }).join()).not.toContain('secret');
  });

  it.each(['dev', null, 5, []])('refuses %j instead of an object', (input) => {
    expect(faults(input).join()).toMatch(/^aaStripe: .*[Oo]bject/);
  });
});

/** A configuration with this value at `a`, `a.b`, or, where a list is given, for the list `a` or `a.b`. */
function withValue(key: string, value: unknown): object {
  const [outer = '', inner] = key.replace(/\.0$/, '').split('.');
  const valid: Record<string, object> = {
    users: { issuer: 'https://users.example', audience: ['shop'] },
    operators: { issuer: 'https://staff.example', audience: ['console'] },
    throttle: { ratePerSecond: 1, burst: 1 },
    customDomain: { name: 'pay.shop.example', certificateArn: 'arn:aws:acm:eu-west-1:1:certificate/1' },
    vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
    edge: EVERY_OPTION.edge,
  };
  return { [outer]: inner === undefined ? value : { ...valid[outer], [inner]: value } };
}
