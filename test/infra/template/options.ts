import { Match } from 'aws-cdk-lib/assertions';
import { environments } from '../../../functions/environments';
import { deployPolicies } from '../../fixtures/deploy-policies';
import { EVERY_OPTION } from '../../fixtures/every-option';
import { type SynthesizedStack, synthesizedStack } from '../../fixtures/synthesized-stack';

/** How IAM calls the services of CloudFormation's types. */
const SERVICES: Record<string, string> = {
  ApiGatewayV2: 'apigateway',
  CloudFront: 'cloudfront',
  CloudWatch: 'cloudwatch',
  Cognito: 'cognito-idp',
  DynamoDB: 'dynamodb',
  Events: 'events',
  IAM: 'iam',
  KMS: 'kms',
  Lambda: 'lambda',
  Logs: 'logs',
  Route53: 'route53',
  S3: 's3',
  SNS: 'sns',
  SQS: 'sqs',
  Scheduler: 'scheduler',
  SecretsManager: 'secretsmanager',
};

describe('the template with every option', () => {
  let stack: SynthesizedStack;
  beforeAll(async () => {
    stack = await synthesizedStack(EVERY_OPTION);
  }, 120_000);

  it('traces nothing where tracing is switched off', async () => {
    const functions = Object.keys(environments).length;
    const active = { Properties: { TracingConfig: { Mode: 'Active' } } };
    const traced = (of: SynthesizedStack) =>
      Object.keys(of.template.findResources('AWS::Lambda::Function', active)).length;
    expect([traced(await synthesizedStack()), traced(stack)]).toEqual([functions, 0]);
  });

  it('encrypts all that is kept with the one key', () => {
    const key = { 'Fn::GetAtt': [stack.idOf('AWS::KMS::Key'), 'Arn'] };
    const keyOf: Record<string, object> = {
      'AWS::DynamoDB::Table': { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key } },
      'AWS::S3::Bucket': {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            Match.objectLike({
              ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
            }),
          ],
        },
      },
      'AWS::SQS::Queue': { KmsMasterKeyId: key },
      'AWS::SNS::Topic': { KmsMasterKeyId: key },
      'AWS::SecretsManager::Secret': { KmsKeyId: key },
      'AWS::Logs::LogGroup': { KmsKeyId: key },
      'AWS::Events::EventBus': { KmsKeyIdentifier: key },
      'AWS::Events::Archive': { KmsKeyIdentifier: key, RetentionDays: 30 },
    };
    for (const [type, properties] of Object.entries(keyOf)) {
      expect([type, stack.propertiesOf(type).length]).not.toEqual([type, 0]);
      stack.template.allResourcesProperties(type, properties);
    }
    stack.template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    });
  });

  it('gives the key to services on behalf of this account only', () => {
    const [key] = Object.values(stack.template.findResources('AWS::KMS::Key'));
    const open = key?.Properties.KeyPolicy.Statement.filter(
      ({ Principal, Condition }: { Principal: { AWS?: unknown; Service?: unknown }; Condition?: unknown }) =>
        (Principal.AWS === '*' || Principal.Service !== undefined) && Condition === undefined,
    );
    expect(open).toEqual([]);
  });

  it('lets EventBridge keep an archive with the key', () => {
    const [key] = Object.values(stack.template.findResources('AWS::KMS::Key'));
    const ofEvents = key?.Properties.KeyPolicy.Statement.filter(({ Principal }: { Principal: object }) =>
      JSON.stringify(Principal).includes('events.amazonaws.com'),
    ).flatMap(({ Action }: { Action: string[] }) => Action);
    const needed = [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ];
    expect(ofEvents).toEqual(expect.arrayContaining(needed));
  });

  it('keeps what the bus could not open, which only the bus may put there', () => {
    const [bus] = Object.values(stack.template.findResources('AWS::Events::EventBus'));
    const arn = bus?.Properties.DeadLetterConfig.Arn;
    expect(arn).toEqual({ 'Fn::GetAtt': [expect.stringContaining('SignalBusDeadLetters'), 'Arn'] });
    stack.template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'FromTheBus', Action: 'sqs:SendMessage', Resource: arn }),
        ]),
      },
    });
  });

  it('puts every function into the network', () => {
    const { subnetIds, securityGroupIds } = EVERY_OPTION.vpc;
    stack.template.allResourcesProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: subnetIds, SecurityGroupIds: securityGroupIds },
    });
    stack.template.resourceCountIs('AWS::Lambda::Function', Object.keys(environments).length);
  });

  it('lets nobody but CloudFront reach the API (its own name wants a certificate, that of AWS is off)', () => {
    stack.template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    stack.template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'origin.shop.example',
      MutualTlsAuthentication: { TruststoreUri: 's3://shop-truststore/payments.pem' },
    });
    stack.template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    stack.template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        Aliases: ['pay.shop.example'],
        WebACLId: EVERY_OPTION.edge.webAclArn,
        // No caller gets another's error out of the cache.
        CustomErrorResponses: [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({
          ErrorCode,
          ErrorCachingMinTTL: 0,
        })),
        Origins: [
          Match.objectLike({
            DomainName: 'origin.shop.example',
            CustomOriginConfig: Match.objectLike({
              OriginProtocolPolicy: 'https-only',
              OriginMtlsConfig: { ClientCertificateArn: EVERY_OPTION.edge.clientCertificateArn },
            }),
          }),
        ],
      }),
    });
  });

  it('has Stripe deliver to the name that people use', () => {
    stack.template.hasOutput('WebhookUrl', { Value: 'https://pay.shop.example/aa-stripe/webhooks' });
    stack.template.hasOutput('ApiUrl', { Value: 'https://pay.shop.example' });
  });

  it('has no type of resource that the policies for deploying leave out', () => {
    const types = new Set(
      Object.values(stack.template.toJSON().Resources as Record<string, { Type: string }>).map(
        ({ Type }) => Type,
      ),
    );
    const allowed = deployPolicies().flatMap(({ actions }) => actions);
    const without = [...types].filter((type) => {
      const service = SERVICES[type.split('::')[1] ?? ''];
      return !allowed.some((action) => action.startsWith(`${service}:`));
    });
    expect(types.size).toBeGreaterThan(25);
    expect(without).toEqual([]);
  });

  it('names nothing as another stage does', async () => {
    const other = await synthesizedStack({ stage: 'other' });
    const names = ({ template }: SynthesizedStack) =>
      Object.values(
        template.toJSON().Resources as Record<string, { Properties?: Record<string, unknown> }>,
      ).flatMap(({ Properties = {} }) =>
        ['FunctionName', 'Name', 'ArchiveName', 'Domain', 'TableName', 'BucketName', 'QueueName', 'TopicName']
          .map((property) => Properties[property])
          .filter((value) => typeof value === 'string'),
      );
    const shared = names(stack).filter((name) => names(other).includes(name));
    // Names inside of an API, and inside of a user pool.
    expect([...new Set(shared)].sort()).toEqual(['aa-stripe', 'operators', 'users']);
    expect(names(other).length).toBeGreaterThan(25);
  });
});
