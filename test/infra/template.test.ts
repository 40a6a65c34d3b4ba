import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { environments } from '../../functions/environments';
import { type SynthesizedStack, synthesizedStack } from '../fixtures/synthesized-stack';

const NAMES = Object.entries(environments);

const Statements = v.array(
  v.object({
    Effect: v.string(),
    Action: v.union([v.string(), v.array(v.string())]),
    Resource: v.unknown(),
  }),
);
const LambdaFunction = v.object({
  FunctionName: v.string(),
  Runtime: v.string(),
  Architectures: v.array(v.string()),
  Environment: v.object({ Variables: v.record(v.string(), v.unknown()) }),
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

describe('the template', () => {
  let own: SynthesizedStack;
  let configured: SynthesizedStack;
  let template: Template;
  beforeAll(() => {
    own = synthesizedStack();
    configured = synthesizedStack({
      adminEmails: ['ops@shop.example'],
      logRetentionDays: 30,
      keepData: false,
    });
    template = own.template;
  }, 120_000);
  afterAll(() => {
    own.remove();
    configured.remove();
  });

  const propertiesOf = (type: string, from = template): unknown[] =>
    Object.values(from.findResources(type)).map(({ Properties }) => Properties);
  const theOnly = (type: string, from = template): unknown => {
    const all = propertiesOf(type, from);
    expect(all).toHaveLength(1);
    return all[0];
  };
  const functionNamed = (name: string, from = template) => {
    const all = v.parse(v.array(LambdaFunction), propertiesOf('AWS::Lambda::Function', from));
    const found = all.find(({ FunctionName }) => FunctionName === `aa-stripe-test-${name}`);
    if (!found) throw new Error(`no function ${name}`);
    return found;
  };
  const idOf = (type: string, properties: object): string => {
    const [id = ''] = Object.keys(template.findResources(type, { Properties: properties }));
    expect(id).not.toBe('');
    return id;
  };
  const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

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

    it('outlives the stack, with its bucket, unless told otherwise', () => {
      for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket']) {
        template.hasResource(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
        configured.template.hasResource(type, { DeletionPolicy: 'Delete' });
      }
      expect(theOnly('AWS::DynamoDB::Table', configured.template)).toMatchObject({
        DeletionProtectionEnabled: false,
      });
    });
  });

  describe('functions', () => {
    it.each(NAMES)('%s is nodejs24.x on arm64 with exactly its declared environment', (name, variables) => {
      const fn = functionNamed(name);
      expect([fn.Runtime, fn.Architectures]).toEqual(['nodejs24.x', ['arm64']]);
      expect(Object.keys(fn.Environment.Variables).sort()).toEqual([...variables].sort());
    });

    it('are the declared ones, each with a role and a log group of its own', () => {
      const all = v.parse(v.array(LambdaFunction), propertiesOf('AWS::Lambda::Function'));
      expect(all).toHaveLength(NAMES.length);
      expect(new Set(all.map(({ Role }) => Role['Fn::GetAtt'][0])).size).toBe(NAMES.length);
      expect(new Set(all.map(({ LoggingConfig }) => LoggingConfig.LogGroup.Ref)).size).toBe(NAMES.length);
    });

    it.each([
      ['90 days', 90],
      ['as long as configured', 30],
    ])('keep their logs %s', (_, days) => {
      const from = days === 30 ? configured.template : template;
      const groups = propertiesOf('AWS::Logs::LogGroup', from);
      expect(groups).toHaveLength(NAMES.length + 1);
      for (const group of groups) expect(group).toEqual({ RetentionInDays: days });
    });
  });

  describe('stream mapping', () => {
    it('reports single records, bisects, retries for 20 hours and then hands whole records to S3', () => {
      const publisher = idOf('AWS::Lambda::Function', { FunctionName: 'aa-stripe-test-publish-signals' });
      const table = idOf('AWS::DynamoDB::Table', {});
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: { 'Fn::GetAtt': [table, 'StreamArn'] },
        FunctionName: arnOf(publisher),
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: 20 * 3600,
        DestinationConfig: { OnFailure: { Destination: arnOf(idOf('AWS::S3::Bucket', {})) } },
        FilterCriteria: {
          Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"gsi5pk":{"S":[{"exists":true}]}}}}' }],
        },
      });
    });
  });

  describe('parsing', () => {
    it('goes from the rule over a queue with dead letters to the function, reporting single messages', () => {
      const deadLetters = arnOf(idOf('AWS::SQS::Queue', { RedrivePolicy: Match.absent() }));
      const queue = arnOf(idOf('AWS::SQS::Queue', { RedrivePolicy: Match.anyValue() }));
      template.hasResourceProperties('AWS::SQS::Queue', {
        RedrivePolicy: { deadLetterTargetArn: deadLetters, maxReceiveCount: 5 },
        VisibilityTimeout: 360,
      });
      template.hasResourceProperties('AWS::Events::Rule', {
        EventBusName: { Ref: idOf('AWS::Events::EventBus', {}) },
        EventPattern: { source: ['aa-stripe'], 'detail-type': ['webhook_pre_parse'] },
        Targets: [
          Match.objectLike({
            Arn: queue,
            InputPath: '$.detail.record_id',
            DeadLetterConfig: { Arn: deadLetters },
          }),
        ],
      });
      const parser = idOf('AWS::Lambda::Function', { FunctionName: 'aa-stripe-test-parse-webhooks' });
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: queue,
        FunctionName: { Ref: parser },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      });
    });
  });

  it('keeps messages for 14 days, encrypted, and takes them over TLS only', () => {
    const queues = propertiesOf('AWS::SQS::Queue');
    expect(queues).toHaveLength(2);
    for (const queue of queues) {
      expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
    }
    const policies = propertiesOf('AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(2);
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

  it.each(['sweep', 'recover-operations'])('runs %s regularly and retries no run', (name) => {
    const command = idOf('AWS::Lambda::Function', { FunctionName: `aa-stripe-test-${name}` });
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      State: 'ENABLED',
      Target: { Arn: arnOf(command), RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: command },
      MaximumRetryAttempts: 0,
    });
  });

  it('allows no action in general, and any resource only for listing streams', () => {
    const Policy = v.object({ PolicyDocument: v.object({ Statement: Statements }) });
    const statements = v
      .parse(v.array(Policy), propertiesOf('AWS::IAM::Policy'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(statements.length).toBeGreaterThan(20);
    for (const { Effect, Action, Resource } of statements) {
      expect(Effect).toBe('Allow');
      for (const action of [Action].flat()) expect(action).not.toContain('*');
      if ([Resource].flat().includes('*')) expect([Action].flat()).toEqual(['dynamodb:ListStreams']);
    }
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    for (const role of propertiesOf('AWS::IAM::Role')) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role).not.toHaveProperty('Policies');
    }
  });

  it('lets nobody invoke a function but a named source', () => {
    const permissions = propertiesOf('AWS::Lambda::Permission');
    expect(permissions.length).toBeGreaterThan(0);
    for (const permission of permissions) expect(permission).toHaveProperty('SourceArn');
  });

  it('holds no secret value (I8)', () => {
    expect(theOnly('AWS::SecretsManager::Secret')).toEqual({ Description: expect.any(String) });
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/(sk|rk|whsec)_(test|live)?_?[A-Za-z0-9]{8,}/);
  });

  it('holds an e-mail address only where one is configured (I8)', () => {
    const addresses = (from: Template) =>
      JSON.stringify(from.toJSON()).match(/[\w.+-]+@[\w-]+\.[\w.]+/g) ?? [];
    expect(addresses(template)).toEqual([]);
    expect(addresses(configured.template)).toEqual(['ops@shop.example']);
    configured.template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@shop.example',
    });
  });
});
