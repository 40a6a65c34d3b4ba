import { Match, type Template } from 'aws-cdk-lib/assertions';
import { COMMANDS } from '../../lib/command/command';
import { type SynthesizedStack, synthesizedStack } from '../fixtures/synthesized-stack';

/** Commands that only people start. */
const BY_HAND = [
  'release-imported',
  'replay-webhooks',
  'erase-owner',
  'export-owner',
  'expire-webhook-bodies',
];

describe('what happens when something goes wrong', () => {
  let stack: SynthesizedStack;
  let template: Template;
  beforeAll(async () => {
    stack = await synthesizedStack();
    template = stack.template;
  });
  afterAll(() => stack.remove());

  it('lets alarms speak to the topic, which its own policy would otherwise forbid', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('sends every alarm there, with words for what it means', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.length).toBeGreaterThanOrEqual(6);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.AlarmDescription.length).toBeGreaterThan(40);
    }
    expect(alarms.map(({ Properties }) => Properties.MetricName).sort()).toEqual(
      [
        'ApproximateAgeOfOldestMessage',
        'ApproximateNumberOfMessagesVisible',
        ...['5xx', 'IteratorAge', 'EventsMissing', 'MirrorsDrifted'],
        // One for each command that runs by itself.
        ...COMMANDS.filter((name) => !BY_HAND.includes(name)).map(() => 'Errors'),
      ].sort(),
    );
  });

  it('lets the one function that puts work off call itself, and no other', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const allowed = functions.filter(({ Properties }) => Properties.RecursiveLoop === 'Allow');
    expect(allowed.map(({ Properties }) => Properties.FunctionName)).toEqual([
      'aa-stripe-test-parse-webhooks',
    ]);
  });

  it('brings operators back to the API they signed in for', () => {
    const [client] = Object.values(
      template.findResources('AWS::Cognito::UserPoolClient', {
        Properties: { AllowedOAuthScopes: Match.anyValue() },
      }),
    );
    expect(JSON.stringify(client?.Properties.CallbackURLs)).toContain('/aa-stripe/console');
    expect(JSON.stringify(client?.Properties.CallbackURLs)).not.toContain('localhost');
  });

  it('forgets whole records that could not be published after 30 days, exports after 7, and webhooks never', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          { Prefix: 'aws/lambda/', ExpirationInDays: 30, Status: 'Enabled' },
          { Prefix: 'exports/', ExpirationInDays: 7, Status: 'Enabled' },
        ],
      },
    });
  });
});
