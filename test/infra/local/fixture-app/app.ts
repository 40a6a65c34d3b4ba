import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Code,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  Function as LambdaFunction,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { buildSync } from 'esbuild';

/** A small app that has one of everything the local stack runs: notes are written, noticed and counted. */
const app = new App();
const shared = new Stack(app, 'FixtureShared');
const table = new Table(shared, 'Table', {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  stream: StreamViewType.NEW_AND_OLD_IMAGES,
  timeToLiveAttribute: 'expires_at',
  removalPolicy: RemovalPolicy.DESTROY,
});
table.addGlobalSecondaryIndex({
  indexName: 'gsi1',
  partitionKey: { name: 'gsi1pk', type: AttributeType.STRING },
  projectionType: ProjectionType.KEYS_ONLY,
});

const stack = new Stack(app, 'Fixture');
const bus = new EventBus(stack, 'Bus');
const secret = new Secret(stack, 'StripeSecret');
const failures = new Bucket(stack, 'Failures', { enforceSSL: true });

const bundles = mkdtempSync(join(tmpdir(), 'fixture-app-'));
buildSync({
  entryPoints: ['write-note', 'publish-notes', 'count-notes', 'announce'].map((name) => ({
    in: join(__dirname, 'functions', `${name}.ts`),
    out: `${name}/index`,
  })),
  outdir: bundles,
  bundle: true,
  platform: 'node',
  format: 'cjs',
});

function fn(name: string, environment: Record<string, string>): LambdaFunction {
  return new LambdaFunction(stack, name, {
    code: Code.fromAsset(join(bundles, name)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    memorySize: 128,
    timeout: Duration.seconds(3),
    environment,
  });
}

const writeNote = fn('write-note', { TABLE_NAME: table.tableName, SECRET_ARN: secret.secretArn });
table.grantWriteData(writeNote);
secret.grantRead(writeNote);

const publishNotes = fn('publish-notes', { BUS_NAME: bus.eventBusName });
bus.grantPutEventsTo(publishNotes);
table.grantStreamRead(publishNotes);
failures.grantReadWrite(publishNotes);
new EventSourceMapping(stack, 'PublishNotesStream', {
  target: publishNotes,
  eventSourceArn: table.tableStreamArn ?? '',
  startingPosition: StartingPosition.TRIM_HORIZON,
  batchSize: 10,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
  retryAttempts: 1,
  maxRecordAge: Duration.hours(1),
  parallelizationFactor: 2,
  onFailure: { bind: () => ({ destination: failures.bucketArn }) },
  filters: [
    FilterCriteria.filter({
      eventName: FilterRule.isEqual('INSERT'),
      dynamodb: { NewImage: { kind: { S: FilterRule.isEqual('note') } } },
    }),
  ],
});

const countLetters = new Queue(stack, 'CountLetters');
const count = new Queue(stack, 'Count', {
  visibilityTimeout: Duration.seconds(3),
  deadLetterQueue: { queue: countLetters, maxReceiveCount: 2 },
});
const ruleLetters = new Queue(stack, 'RuleLetters');
new Rule(stack, 'NoteWritten', {
  eventBus: bus,
  eventPattern: { source: ['fixture'], detailType: ['note_written'] },
  targets: [new SqsQueue(count, { deadLetterQueue: ruleLetters, retryAttempts: 2 })],
});
const countNotes = fn('count-notes', { TABLE_NAME: table.tableName });
table.grantReadWriteData(countNotes);
countNotes.addEventSource(
  new SqsEventSource(count, { batchSize: 5, reportBatchItemFailures: true, maxConcurrency: 2 }),
);

const announce = fn('announce', {});
announce.addToRolePolicy(
  new PolicyStatement({ effect: Effect.ALLOW, actions: ['ses:SendEmail'], resources: ['*'] }),
);
new Rule(stack, 'Announce', {
  eventBus: bus,
  eventPattern: { source: ['fixture'], detail: { text: [{ prefix: 'mail' }] } },
  targets: [
    new LambdaTarget(announce, {
      event: RuleTargetInput.fromObject({ text: EventField.fromPath('$.detail.text') }),
    }),
  ],
});

const api = new HttpApi(stack, 'Api', {
  corsPreflight: {
    allowOrigins: ['https://shop.example'],
    allowMethods: [CorsHttpMethod.ANY],
    allowHeaders: ['*'],
  },
});
const users = new HttpJwtAuthorizer('users', 'https://users.example', {
  jwtAudience: ['shop'],
  authorizerName: 'users',
});
const operators = new HttpJwtAuthorizer('operators', 'https://operators.example', {
  jwtAudience: ['console'],
  authorizerName: 'operators',
});
const integration = new HttpLambdaIntegration('WriteNote', writeNote);
api.addRoutes({ path: '/hooks/notes', methods: [HttpMethod.POST], integration });
api.addRoutes({ path: '/notes', methods: [HttpMethod.POST], integration, authorizer: users });
api.addRoutes({ path: '/echo/{proxy+}', methods: [HttpMethod.ANY], integration });
api.addRoutes({
  path: '/admin/notes/{id}',
  methods: [HttpMethod.GET],
  integration,
  authorizer: operators,
  authorizationScopes: ['aa-stripe/admin'],
});

new CfnOutput(stack, 'TableName', { value: table.tableName });
new CfnOutput(stack, 'BusName', { value: bus.eventBusName });
new CfnOutput(stack, 'StripeSecretArn', { value: secret.secretArn });
new CfnOutput(stack, 'OwnerClaim', { value: 'office' });

app.synth();
rmSync(bundles, { recursive: true });
