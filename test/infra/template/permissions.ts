import type { Template } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { environments } from '../../../functions/environments';
import { type SynthesizedStack, synthesizedStack } from '../../fixtures/synthesized-stack';

const Statement = v.object({
  Effect: v.string(),
  Action: v.union([v.string(), v.array(v.string())]),
  Resource: v.unknown(),
});
/** Stream mappings list streams before they read one, and traces belong to nobody. */
const NO_FINER_RESOURCE = ['dynamodb:ListStreams', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const Policy = v.object({ PolicyDocument: v.object({ Statement: v.array(Statement) }) });

describe('what the template permits, tells and keeps', () => {
  let own: SynthesizedStack;
  let configured: SynthesizedStack;
  let template: Template;
  beforeAll(async () => {
    own = await synthesizedStack();
    configured = await synthesizedStack({
      logRetentionDays: 30,
      keepData: false,
      webhookBodyDays: 45,
    });
    template = own.template;
  }, 120_000);

  it('allows no action in general, and any resource only where AWS knows no finer one', () => {
    const statements = v
      .parse(v.array(Policy), own.propertiesOf('AWS::IAM::Policy'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(statements.length).toBeGreaterThan(20);
    for (const { Effect, Action, Resource } of statements) {
      expect(Effect).toBe('Allow');
      for (const action of [Action].flat()) expect(action).not.toContain('*');
      if ([Resource].flat().includes('*'))
        expect(NO_FINER_RESOURCE).toEqual(expect.arrayContaining([Action].flat()));
    }
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    for (const role of own.propertiesOf('AWS::IAM::Role')) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role).not.toHaveProperty('Policies');
    }
  });

  it('lets nobody invoke a function but a named source', () => {
    const permissions = own.propertiesOf('AWS::Lambda::Permission');
    expect(permissions.length).toBeGreaterThan(0);
    for (const permission of permissions) expect(permission).toHaveProperty('SourceArn');
  });

  it('holds no secret value (I8)', () => {
    expect(own.propertiesOf('AWS::SecretsManager::Secret')).toEqual([
      { Description: expect.any(String), Tags: expect.any(Array) },
    ]);
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/(sk|rk|whsec)_(test|live)?_?[A-Za-z0-9]{8,}/);
  });

  it('holds no e-mail address (I8)', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/[\w.+-]+@[\w-]+\.[\w.]+/);
  });

  it('keeps table and bucket when the stack goes, unless told otherwise', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket']) {
      template.hasResource(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      configured.template.hasResource(type, { DeletionPolicy: 'Delete' });
    }
    template.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    configured.template.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });

  it('deletes raw data of webhooks only if told to, and exports always', () => {
    const scheduled = (from: SynthesizedStack) =>
      JSON.stringify(from.propertiesOf('AWS::Scheduler::Schedule')).includes('ExpireWebhookBodies');
    expect([scheduled(own), scheduled(configured)]).toEqual([false, true]);
    const days = (from: SynthesizedStack) =>
      JSON.stringify(from.propertiesOf('AWS::Lambda::Function')).match(/"WEBHOOK_BODY_DAYS":"(\d+)"/)?.[1];
    expect([days(own), days(configured)]).toEqual(['0', '45']);
    const rules = v.array(v.looseObject({ Prefix: v.string(), ExpirationInDays: v.number() }));
    const Bucket = v.object({ LifecycleConfiguration: v.object({ Rules: rules }) });
    const [bucket] = v.parse(v.array(Bucket), own.propertiesOf('AWS::S3::Bucket'));
    expect(bucket?.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ Prefix: 'exports/', ExpirationInDays: 7, Status: 'Enabled' }),
    );
  });

  it('lets only export-owner write exports, and no function read them', () => {
    const statements = v
      .parse(v.array(Policy), own.propertiesOf('AWS::IAM::Policy'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const about = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('exports/'));
    expect(about.map(({ Action }) => Action)).toEqual(['s3:PutObject']);
  });

  it.each([
    ['90 days', 90],
    ['as long as configured', 30],
  ])('keeps logs %s', (_, days) => {
    const from = days === 30 ? configured : own;
    const groups = from.propertiesOf('AWS::Logs::LogGroup');
    expect(groups).toHaveLength(Object.keys(environments).length + 1);
    for (const group of groups) expect(group).toEqual({ RetentionInDays: days, Tags: expect.any(Array) });
  });
});
