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

/** How resources of one type are named. `inert` ones have an identity and nothing behind it. */
export interface Kind {
  nameProperty?: string;
  inert?: true;
  identify(name: string, account: Account): Identity;
}

const arn = (service: string, account: Account, resource: string): string =>
  `arn:aws:${service}:${account.region}:${account.id}:${resource}`;

const plain: Kind = { identify: (name) => ({ ref: name, attributes: {} }) };
const inert: Kind = { inert: true, ...plain };

/** The closed list: every resource type that the local stack knows. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::ApiGatewayV2::Api': {
    identify: (name, account) => ({ ref: name, attributes: { ApiEndpoint: account.apiUrl, ApiId: name } }),
  },
  'AWS::ApiGatewayV2::Authorizer': {
    identify: (name) => ({ ref: name, attributes: { AuthorizerId: name } }),
  },
  'AWS::ApiGatewayV2::Integration': plain,
  'AWS::ApiGatewayV2::Route': plain,
  'AWS::ApiGatewayV2::Stage': plain,
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    identify: (name, account) => {
      const table = arn('dynamodb', account, `table/${name}`);
      return { ref: name, attributes: { Arn: table, StreamArn: `${table}/stream/local` } };
    },
  },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    identify: (name, account) => ({
      ref: name,
      attributes: { Name: name, Arn: arn('events', account, `event-bus/${name}`) },
    }),
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    identify: (name, account) => ({ ref: name, attributes: { Arn: arn('events', account, `rule/${name}`) } }),
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    identify: (name, account) => ({ ref: `arn:aws:iam::${account.id}:policy/${name}`, attributes: {} }),
  },
  'AWS::IAM::Policy': { nameProperty: 'PolicyName', ...plain },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    identify: (name, account) => ({
      ref: name,
      attributes: { Arn: `arn:aws:iam::${account.id}:role/${name}`, RoleId: name },
    }),
  },
  'AWS::Lambda::EventInvokeConfig': plain,
  'AWS::Lambda::EventSourceMapping': plain,
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    identify: (name, account) => ({
      ref: name,
      attributes: { Arn: arn('lambda', account, `function:${name}`) },
    }),
  },
  'AWS::Lambda::Permission': plain,
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    identify: (name) => ({
      ref: name.toLowerCase(),
      attributes: { Arn: `arn:aws:s3:::${name.toLowerCase()}` },
    }),
  },
  'AWS::S3::BucketPolicy': plain,
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    identify: (name, account) => {
      const url = `${account.awsUrl}/${account.id}/${name}`;
      return { ref: url, attributes: { Arn: arn('sqs', account, name), QueueName: name, QueueUrl: url } };
    },
  },
  'AWS::SQS::QueuePolicy': plain,
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    identify: (name, account) => ({
      ref: name,
      attributes: { Arn: arn('scheduler', account, `schedule/${name}`) },
    }),
  },
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    identify: (name, account) => ({
      ref: name,
      attributes: { Arn: arn('scheduler', account, `schedule-group/${name}`) },
    }),
  },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    identify: (name, account) => ({
      ref: arn('secretsmanager', account, `secret:${name}-local0`),
      attributes: {},
    }),
  },

  'AWS::CDK::Metadata': inert,
  'AWS::CloudWatch::Alarm': inertArn('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::CloudWatch::CompositeAlarm': inertArn('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName', ...inert },
  'AWS::Cognito::UserPool': {
    inert: true,
    identify: (name, account) => {
      const id = `${account.region}_${name}`;
      const provider = `cognito-idp.${account.region}.amazonaws.com/${id}`;
      return {
        ref: id,
        attributes: {
          Arn: arn('cognito-idp', account, `userpool/${id}`),
          ProviderName: provider,
          ProviderURL: `https://${provider}`,
          UserPoolId: id,
        },
      };
    },
  },
  'AWS::Cognito::UserPoolClient': {
    inert: true,
    identify: (name) => ({ ref: name, attributes: { ClientId: name, Name: name } }),
  },
  'AWS::Cognito::UserPoolDomain': { nameProperty: 'Domain', ...inert },
  'AWS::Cognito::UserPoolResourceServer': { nameProperty: 'Identifier', ...inert },
  'AWS::Events::Archive': inertArn('ArchiveName', 'events', 'archive/'),
  'AWS::KMS::Alias': { nameProperty: 'AliasName', ...inert },
  'AWS::KMS::Key': inertArn(undefined, 'kms', 'key/'),
  'AWS::Logs::LogGroup': inertArn('LogGroupName', 'logs', 'log-group:'),
  'AWS::Logs::MetricFilter': inert,
  'AWS::SNS::Subscription': inert,
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    inert: true,
    identify: (name, account) => {
      const topic = arn('sns', account, name);
      return { ref: topic, attributes: { TopicArn: topic, TopicName: name } };
    },
  },
  'AWS::SNS::TopicPolicy': inert,
};

function inertArn(nameProperty: string | undefined, service: string, prefix: string): Kind {
  return {
    ...(nameProperty === undefined ? {} : { nameProperty }),
    inert: true,
    identify: (name, account) => ({
      ref: name,
      attributes: { Arn: arn(service, account, `${prefix}${name}`) },
    }),
  };
}
