import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { environments } from '../../../functions/environments';
import { COMMANDS, FANS_OUT } from '../../../lib/command/command';
import { type SynthesizedStack, synthesizedStack } from '../../fixtures/synthesized-stack';

const NAMES = Object.entries(environments);

const LambdaFunction = v.object({
  FunctionName: v.string(),
  Runtime: v.string(),
  Architectures: v.array(v.string()),
  Environment: v.optional(v.object({ Variables: v.record(v.string(), v.unknown()) }), { Variables: {} }),
  LoggingConfig: v.object({ LogGroup: v.object({ Ref: v.string() }) }),
  Role: v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.literal('Arn')]) }),
});
/** What a policy says to those who do not come over TLS. */
const overTlsOnly = (actions: string) => ({
  PolicyDocument: {
    Statement: expect.arrayContaining([
      expect.objectContaining({
        Effect: 'Deny',
        Action: actions,
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]),
  },
});

/** Commands that only people start. */
const BY_HAND = [
  'release-imported',
  'replay-webhooks',
  'erase-owner',
  'export-owner',
  // Unless the configuration says how long raw data is kept.
  'expire-webhook-bodies',
];

describe('the template', () => {
  let stack: SynthesizedStack;
  let template: Template;
  beforeAll(async () => {
    stack = await synthesizedStack();
    template = stack.template;
  }, 60_000);

  const theOnly = (type: string): unknown => {
    const all = stack.propertiesOf(type);
    expect(all).toHaveLength(1);
    return all[0];
  };
  const functions = () => v.parse(v.array(LambdaFunction), stack.propertiesOf('AWS::Lambda::Function'));
  const idOfFunction = (name: string) =>
    stack.idOf('AWS::Lambda::Function', { FunctionName: `aa-stripe-test-${name}` });
  const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
  /** The dead letters of the queue with this visibility timeout. */
  const deadLettersOf = (visibility: number) => {
    const queues = v.array(
      v.object({
        VisibilityTimeout: v.number(),
        RedrivePolicy: v.object({
          deadLetterTargetArn: v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.string()]) }),
        }),
      }),
    );
    const found = Object.values(
      template.findResources('AWS::SQS::Queue', { Properties: { RedrivePolicy: Match.anyValue() } }),
    );
    const all = v.parse(
      queues,
      found.map(({ Properties }) => Properties),
    );
    return all.find(({ VisibilityTimeout }) => VisibilityTimeout === visibility)?.RedrivePolicy
      .deadLetterTargetArn;
  };

  describe('table', () => {
    it('is on demand, streams both images, can be restored and forgets what has expired', () => {
      expect(theOnly('AWS::DynamoDB::Table')).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
        DeletionProtectionEnabled: true,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      });
    });

    it('has all eight generic indexes, keys only', () => {
      const indexes = ['gsi1', 'gsi2', 'gsi3', 'gsi4', 'gsi5', 'gsi6', 'gsi7', 'gsi8'].map((name) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: `${name}pk`, KeyType: 'HASH' },
          { AttributeName: `${name}sk`, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      }));
      expect(theOnly('AWS::DynamoDB::Table')).toMatchObject({ GlobalSecondaryIndexes: indexes });
    });
  });

  describe('functions', () => {
    it.each(NAMES)('%s is nodejs24.x on arm64 with exactly its declared environment', (name, variables) => {
      const fn = functions().find(({ FunctionName }) => FunctionName === `aa-stripe-test-${name}`);
      if (!fn) throw new Error('no such function');
      expect([fn.Runtime, fn.Architectures]).toEqual(['nodejs24.x', ['arm64']]);
      expect(Object.keys(fn.Environment.Variables).sort()).toEqual([...variables].sort());
    });

    it('are the declared ones, each with a role and a log group of its own', () => {
      const all = functions();
      expect(all).toHaveLength(NAMES.length);
      expect(new Set(all.map(({ Role }) => Role['Fn::GetAtt'][0])).size).toBe(NAMES.length);
      expect(new Set(all.map(({ LoggingConfig }) => LoggingConfig.LogGroup.Ref)).size).toBe(NAMES.length);
    });
  });

  describe('stream mapping', () => {
    it('reports single records, bisects, retries for 20 hours and then hands whole records to S3', () => {
      const publisher = idOfFunction('publish-signals');
      const table = stack.idOf('AWS::DynamoDB::Table');
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: { 'Fn::GetAtt': [table, 'StreamArn'] },
        FunctionName: arnOf(publisher),
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: 20 * 3600,
        DestinationConfig: { OnFailure: { Destination: arnOf(stack.idOf('AWS::S3::Bucket')) } },
        FilterCriteria: {
          Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"gsi5pk":{"S":[{"exists":true}]}}}}' }],
        },
      });
    });
  });

  describe('parsing', () => {
    it('goes from the rule over a queue with dead letters to the function, reporting single messages', () => {
      const queue = arnOf(stack.idOf('AWS::SQS::Queue', { VisibilityTimeout: 360 }));
      const deadLetters = deadLettersOf(360);
      template.hasResourceProperties('AWS::SQS::Queue', {
        RedrivePolicy: { deadLetterTargetArn: deadLetters, maxReceiveCount: 5 },
        VisibilityTimeout: 360,
      });
      template.hasResourceProperties('AWS::Events::Rule', {
        EventBusName: { Ref: stack.idOf('AWS::Events::EventBus') },
        EventPattern: { source: ['aa-stripe'], 'detail-type': ['webhook_pre_parse'] },
        Targets: [
          Match.objectLike({
            Arn: queue,
            InputPath: '$.detail.record_id',
            DeadLetterConfig: { Arn: deadLetters },
          }),
        ],
      });
      const parser = idOfFunction('parse-webhooks');
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: queue,
        FunctionName: { Ref: parser },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      });
    });
  });

  describe('large runs', () => {
    it('go over a queue with dead letters to so many workers at once, a part each', () => {
      template.hasResourceProperties('AWS::SQS::Queue', {
        RedrivePolicy: { deadLetterTargetArn: deadLettersOf(600), maxReceiveCount: 5 },
        VisibilityTimeout: 600,
      });
      const worker = idOfFunction('work-commands');
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: 'aa-stripe-test-work-commands',
        // Within the time that a message is nobody else's.
        Timeout: 300,
      });
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: arnOf(stack.idOf('AWS::SQS::Queue', { VisibilityTimeout: 600 })),
        FunctionName: { Ref: worker },
        BatchSize: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 5 },
      });
    });

    it('are sent by the commands that fan out, and by no other function', () => {
      const work = JSON.stringify(arnOf(stack.idOf('AWS::SQS::Queue', { VisibilityTimeout: 600 })));
      const senders = Object.entries(template.findResources('AWS::IAM::Policy')).filter(
        ([, { Properties }]) =>
          Properties.PolicyDocument.Statement.some(
            ({ Action, Resource }: { Action: unknown; Resource: unknown }) =>
              [Action].flat().includes('sqs:SendMessage') && JSON.stringify(Resource) === work,
          ),
      );
      expect(senders).toHaveLength(FANS_OUT.length);
    });

    it('go to as many workers, from as many records on, as the configuration says', async () => {
      const own = await synthesizedStack({ fanOut: { above: 50, workers: 20 } });
      const text = JSON.stringify(own.template.toJSON());
      expect(text.match(/"FAN_OUT_ABOVE":"50"/g)).toHaveLength(FANS_OUT.length);
      expect(text.match(/"MaximumConcurrency":20/g)).toHaveLength(1);
      expect(text.match(/"FAN_OUT_WORKERS":"20"/g)).toHaveLength(1);
    });
  });

  it('keeps messages for 14 days, encrypted, and takes them over TLS only', () => {
    const queues = stack.propertiesOf('AWS::SQS::Queue');
    expect(queues).toHaveLength(4);
    for (const queue of queues) {
      expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
    }
    const policies = stack.propertiesOf('AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(4);
    for (const policy of policies) expect(policy).toMatchObject(overTlsOnly('sqs:*'));
  });

  it('keeps payloads encrypted, from everybody, over TLS only', () => {
    expect(theOnly('AWS::S3::Bucket')).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(theOnly('AWS::S3::BucketPolicy')).toMatchObject(overTlsOnly('s3:*'));
  });

  it.each(COMMANDS.filter((name) => !BY_HAND.includes(name)))(
    'runs %s regularly and retries no run',
    (name) => {
      const command = idOfFunction(name);
      template.hasResourceProperties('AWS::Scheduler::Schedule', {
        State: 'ENABLED',
        Target: { Arn: arnOf(command), RetryPolicy: { MaximumRetryAttempts: 0 } },
      });
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: command },
        MaximumRetryAttempts: 0,
      });
    },
  );
});
