/** What a resource is called once it exists: the value of its `Ref`, and those of `Fn::GetAtt`. */
export interface Identity {
  ref: string;
  attributes: Record<string, string>;
}

export const accountId = '000000000000';
export const region = 'us-east-1';

/** The account the stack pretends to be deployed in, and the addresses of its servers. */
export interface Account {
  id: string;
  region: string;
  apiUrl: string;
  awsUrl: string;
}

/** How resources of one type are named; `{…}` are filled in, `{at}` is region and account as ARNs have them. */
export interface Kind {
  /** The property that gives the name; without it, or its value, the name is made of the logical id. */
  name?: string;
  /** `{name}` if absent. */
  ref?: string;
  attributes?: Record<string, string>;
  /** Has an identity and nothing behind it. */
  inert?: true;
}

const inert = true;

/** The closed list: every resource type that the local stack knows. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::ApiGatewayV2::Api': { attributes: { ApiEndpoint: '{apiUrl}', ApiId: '{name}' } },
  'AWS::ApiGatewayV2::Authorizer': { attributes: { AuthorizerId: '{name}' } },
  'AWS::ApiGatewayV2::Integration': {},
  'AWS::ApiGatewayV2::Route': {},
  'AWS::ApiGatewayV2::Stage': {},
  'AWS::DynamoDB::Table': {
    name: 'TableName',
    attributes: {
      Arn: 'arn:aws:dynamodb:{at}:table/{name}',
      StreamArn: 'arn:aws:dynamodb:{at}:table/{name}/stream/local',
    },
  },
  'AWS::Events::EventBus': {
    name: 'Name',
    attributes: { Name: '{name}', Arn: 'arn:aws:events:{at}:event-bus/{name}' },
  },
  'AWS::Events::Rule': { name: 'Name', attributes: { Arn: 'arn:aws:events:{at}:rule/{name}' } },
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', ref: 'arn:aws:iam::{account}:policy/{name}' },
  'AWS::IAM::Policy': { name: 'PolicyName' },
  'AWS::IAM::Role': {
    name: 'RoleName',
    attributes: { Arn: 'arn:aws:iam::{account}:role/{name}', RoleId: '{name}' },
  },
  'AWS::Lambda::EventInvokeConfig': {},
  'AWS::Lambda::EventSourceMapping': {},
  'AWS::Lambda::Function': {
    name: 'FunctionName',
    attributes: { Arn: 'arn:aws:lambda:{at}:function:{name}' },
  },
  'AWS::Lambda::Permission': {},
  'AWS::S3::Bucket': {
    name: 'BucketName',
    ref: '{lowerCaseName}',
    attributes: { Arn: 'arn:aws:s3:::{lowerCaseName}' },
  },
  'AWS::S3::BucketPolicy': {},
  'AWS::SQS::Queue': {
    name: 'QueueName',
    ref: '{awsUrl}/{account}/{name}',
    attributes: {
      Arn: 'arn:aws:sqs:{at}:{name}',
      QueueName: '{name}',
      QueueUrl: '{awsUrl}/{account}/{name}',
    },
  },
  'AWS::SQS::QueuePolicy': {},
  'AWS::Scheduler::Schedule': { name: 'Name', attributes: { Arn: 'arn:aws:scheduler:{at}:schedule/{name}' } },
  'AWS::Scheduler::ScheduleGroup': {
    name: 'Name',
    attributes: { Arn: 'arn:aws:scheduler:{at}:schedule-group/{name}' },
  },
  'AWS::SecretsManager::Secret': { name: 'Name', ref: 'arn:aws:secretsmanager:{at}:secret:{name}-local0' },

  // Names of the outside world: everything is reached on 127.0.0.1 here, with no name of its own.
  'AWS::ApiGatewayV2::ApiMapping': { inert },
  'AWS::ApiGatewayV2::DomainName': {
    inert,
    name: 'DomainName',
    attributes: { RegionalDomainName: '{name}', RegionalHostedZoneId: 'Z0' },
  },
  'AWS::CDK::Metadata': { inert },
  'AWS::CloudFront::Distribution': { inert, attributes: { DomainName: '{name}.cloudfront.net' } },
  'AWS::CloudWatch::Alarm': {
    inert,
    name: 'AlarmName',
    attributes: { Arn: 'arn:aws:cloudwatch:{at}:alarm:{name}' },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    inert,
    name: 'AlarmName',
    attributes: { Arn: 'arn:aws:cloudwatch:{at}:alarm:{name}' },
  },
  'AWS::CloudWatch::Dashboard': { inert, name: 'DashboardName' },
  'AWS::Cognito::UserPool': {
    inert,
    ref: '{region}_{name}',
    attributes: {
      Arn: 'arn:aws:cognito-idp:{at}:userpool/{region}_{name}',
      ProviderName: 'cognito-idp.{region}.amazonaws.com/{region}_{name}',
      ProviderURL: 'https://cognito-idp.{region}.amazonaws.com/{region}_{name}',
      UserPoolId: '{region}_{name}',
    },
  },
  'AWS::Cognito::UserPoolClient': { inert, attributes: { ClientId: '{name}', Name: '{name}' } },
  'AWS::Cognito::UserPoolDomain': { inert, name: 'Domain' },
  'AWS::Cognito::UserPoolResourceServer': { inert, name: 'Identifier' },
  'AWS::Events::Archive': {
    inert,
    name: 'ArchiveName',
    attributes: { Arn: 'arn:aws:events:{at}:archive/{name}' },
  },
  'AWS::KMS::Alias': { inert, name: 'AliasName' },
  'AWS::KMS::Key': { inert, attributes: { Arn: 'arn:aws:kms:{at}:key/{name}' } },
  'AWS::Logs::LogGroup': {
    inert,
    name: 'LogGroupName',
    attributes: { Arn: 'arn:aws:logs:{at}:log-group:{name}:*' },
  },
  'AWS::Logs::MetricFilter': { inert },
  'AWS::Route53::RecordSet': { inert },
  'AWS::SNS::Subscription': { inert },
  'AWS::SNS::Topic': {
    inert,
    name: 'TopicName',
    ref: 'arn:aws:sns:{at}:{name}',
    attributes: { TopicArn: 'arn:aws:sns:{at}:{name}', TopicName: '{name}' },
  },
  'AWS::SNS::TopicPolicy': { inert },
};

/** The identity of a resource of this kind and name. */
export function identify(kind: Kind, name: string, account: Account): Identity {
  const values: Record<string, string> = {
    name,
    lowerCaseName: name.toLowerCase(),
    at: `${account.region}:${account.id}`,
    account: account.id,
    region: account.region,
    apiUrl: account.apiUrl,
    awsUrl: account.awsUrl,
  };
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
  return {
    ref: fill(kind.ref ?? '{name}'),
    attributes: Object.fromEntries(
      Object.entries(kind.attributes ?? {}).map(([attribute, text]) => [attribute, fill(text)]),
    ),
  };
}
