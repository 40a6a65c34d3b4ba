import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { silenceOf } from '../../../infra/constructs/command-alarms';
import { COMMANDS } from '../../../lib/command/command';
import { EVERY_MINUTES } from '../../../lib/command/schedule';
import { METRICS, METRICS_NAMESPACE } from '../../../lib/runtime/metric-names';
import { EVERY_OPTION } from '../../fixtures/every-option';
import { runbookEntries } from '../../fixtures/runbook';
import { type SynthesizedStack, synthesizedStack } from '../../fixtures/synthesized-stack';

const OWN_TOPIC = 'arn:aws:sns:us-east-1:000000000000:on-call';
const OWN_RUNBOOK = 'https://wiki.example/payments';

const Alarm = v.object({
  AlarmDescription: v.string(),
  AlarmActions: v.array(v.unknown()),
  MetricName: v.optional(v.string()),
  TreatMissingData: v.string(),
  ComparisonOperator: v.string(),
  Period: v.optional(v.number()),
  EvaluationPeriods: v.number(),
  Metrics: v.optional(v.array(v.object({ MetricStat: v.optional(v.object({ Period: v.number() })) }))),
});
const Dashboard = v.object({ DashboardName: v.unknown(), DashboardBody: v.unknown() });
const Body = v.object({
  widgets: v.array(
    v.object({
      x: v.number(),
      width: v.number(),
      properties: v.looseObject({
        title: v.optional(v.string()),
        alarms: v.optional(v.array(v.unknown())),
      }),
    }),
  ),
});

/** A text of CloudFormation, with each reference in it as one word. */
function textOf(value: unknown): string {
  const Join = v.object({ 'Fn::Join': v.tuple([v.string(), v.array(v.unknown())]) });
  const [separator, parts] = v.parse(Join, value)['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : 'reference')).join(separator);
}

/** `service name` of each metric of ours that alarms and dashboard read, in either of their spellings. */
function readMetrics(template: object): Set<string> {
  const text = JSON.stringify(template).replaceAll('\\"', '"');
  const ofDashboard = new RegExp(`"${METRICS_NAMESPACE}","(\\w+)","service","([\\w-]+)","stage","full"`, 'g');
  const ofAlarms =
    /"Dimensions":\[\{"Name":"service","Value":"([\w-]+)"\},\{"Name":"stage","Value":"full"\}\],"MetricName":"(\w+)"/g;
  return new Set([
    ...[...text.matchAll(ofDashboard)].map(([, name, service]) => `${service} ${name}`),
    ...[...text.matchAll(ofAlarms)].map(([, service, name]) => `${service} ${name}`),
  ]);
}

describe('what happens when something goes wrong', () => {
  let stack: SynthesizedStack;
  let full: SynthesizedStack;
  let template: Template;
  beforeAll(async () => {
    stack = await synthesizedStack();
    // With the topic and the runbook that a team has already.
    full = await synthesizedStack({ ...EVERY_OPTION, alarmTopicArn: OWN_TOPIC, runbookUrl: OWN_RUNBOOK });
    template = stack.template;
  }, 120_000);

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

  const alarmsOf = (one: SynthesizedStack) =>
    v.parse(v.array(Alarm), one.propertiesOf('AWS::CloudWatch::Alarm'));

  it.each([
    ['the defaults', () => stack],
    ['every option', () => full],
  ])('says in every alarm of %s what it means, what to do first, and where the runbook has it', (_, of) => {
    const alarms = alarmsOf(of());
    const anchors = runbookEntries().map(({ anchor }) => anchor);
    expect(alarms.length).toBeGreaterThan(35);
    for (const { AlarmDescription: text } of alarms) {
      expect(text).toMatch(/^(URGENT|CAN WAIT TILL MORNING)\. \S.{30,}[.:?] First: \S.{20,}[.?] \S+#[\w-]+$/);
      expect(text.length).toBeLessThanOrEqual(1024);
      expect(anchors).toContain(text.split('#').at(-1));
    }
  });

  it('sends every alarm to the topic, also to one that exists already', () => {
    const topic = stack.idOf('AWS::SNS::Topic');
    for (const { AlarmActions } of alarmsOf(stack)) expect(AlarmActions).toEqual([{ Ref: topic }]);
    for (const { AlarmActions } of alarmsOf(full)) expect(AlarmActions).toEqual([OWN_TOPIC]);
    expect(full.propertiesOf('AWS::SNS::Topic')).toEqual([]);
  });

  it('points to a copy of the runbook where a team has one', () => {
    for (const { AlarmDescription } of alarmsOf(full)) {
      expect(AlarmDescription).toContain(` ${OWN_RUNBOOK}#`);
    }
  });

  it('has an alarm for every entry of the runbook, and an entry for nothing else', () => {
    const alarms = [...alarmsOf(stack), ...alarmsOf(full)];
    const used = new Set(alarms.map(({ AlarmDescription }) => AlarmDescription.split('#').at(-1)));
    // Of whoever subscribes to signals, and of the firewall: test/infra/on-signal.test.ts, firewall.ts.
    for (const elsewhere of ['signals-missed', 'client-certificate-ends']) used.add(elsewhere);
    const procedures = runbookEntries().filter(({ isProcedure }) => isProcedure);
    const entries = runbookEntries().filter(({ isProcedure }) => !isProcedure);
    expect(entries.map(({ anchor }) => anchor).sort()).toEqual([...used].sort());
    expect(procedures.length).toBeGreaterThan(3);
    for (const { anchor, text } of entries) {
      for (const part of ['**Means**', '**Look**', '**Do**', '**Escalate**', '**Do not**']) {
        expect([anchor, part, text.includes(part)]).toEqual([anchor, part, true]);
      }
    }
  });

  it('keeps within what CloudWatch takes: a day, a week with periods of an hour, ten metrics', () => {
    for (const { Period, Metrics, EvaluationPeriods } of alarmsOf(full)) {
      const periods = [Period ?? 0, ...(Metrics ?? []).map(({ MetricStat }) => MetricStat?.Period ?? 0)];
      const seconds = Math.max(...periods) * EvaluationPeriods;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(Math.max(...periods) >= 3600 ? 604_800 : 86_400);
      const stats = (Metrics ?? []).filter(({ MetricStat }) => MetricStat);
      expect(stats.length).toBeLessThanOrEqual(10);
    }
  });

  it('rings for each scheduled command that fails, and for each that does not run', () => {
    const scheduled = COMMANDS.filter((name) => EVERY_MINUTES[name] !== null);
    const alarms = alarmsOf(stack);
    const errors = alarms.filter(({ MetricName }) => MetricName === 'Errors');
    const silent = alarms.filter(({ MetricName }) => MetricName === 'Invocations');
    expect(errors).toHaveLength(scheduled.length);
    expect(silent).toHaveLength(scheduled.length);
    for (const { TreatMissingData, ComparisonOperator } of silent) {
      expect([TreatMissingData, ComparisonOperator]).toEqual(['breaching', 'LessThanThreshold']);
    }
    for (const other of alarms.filter((alarm) => !silent.includes(alarm))) {
      expect(other.TreatMissingData).toBe('notBreaching');
    }
  });

  it('watches over a command that the configuration alone makes run by itself', () => {
    const of = (one: SynthesizedStack) =>
      alarmsOf(one).filter(({ AlarmDescription }) =>
        AlarmDescription.includes('is kept longer than configured'),
      );
    expect([of(stack).length, of(full).length]).toEqual([0, 2]);
  });

  it('waits longer than a command takes from one run to the next before it calls it silent', () => {
    for (const minutes of [1, 5, 15, 60, 360, 1440, 2880]) {
      const { period, periods } = silenceOf(minutes);
      expect(period.toMinutes() * periods).toBeGreaterThanOrEqual(2 * minutes);
    }
    expect(() => silenceOf(30 * 1440)).toThrow('No alarm can watch over 43200 minutes.');
  });

  it('reads every metric that is counted, under the dimensions that it is counted with', () => {
    const read = readMetrics(full.template.toJSON());
    const counted = Object.entries(METRICS).flatMap(([source, names]) =>
      names.map((name) => `${source} ${name}`),
    );
    expect([...read].sort()).toEqual(counted.sort());
  });

  it('shows all alarms, money and webhooks on one dashboard', () => {
    const [dashboard] = v.parse(v.tuple([Dashboard]), stack.propertiesOf('AWS::CloudWatch::Dashboard'));
    // All regions of an account share them.
    expect(dashboard.DashboardName).toEqual({
      'Fn::Join': ['', ['aa-stripe-test-', { Ref: 'AWS::Region' }]],
    });
    const { widgets } = v.parse(Body, JSON.parse(textOf(dashboard.DashboardBody)));
    const [, status] = widgets;
    expect(status?.properties.alarms).toHaveLength(alarmsOf(stack).length);
    const titles = widgets.map(({ properties }) => properties.title ?? '');
    for (const title of [
      'Payments',
      'Webhooks',
      'How late',
      'Stripe says no',
      'Commands that failed',
      'Table: use',
    ])
      expect(titles).toContain(title);
    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('marks every resource that can be marked with the name that a bill shows it by', () => {
    for (const type of [
      'AWS::DynamoDB::Table',
      'AWS::Lambda::Function',
      'AWS::SQS::Queue',
      'AWS::S3::Bucket',
    ]) {
      expect(stack.propertiesOf(type).length).toBeGreaterThan(0);
      template.allResourcesProperties(type, {
        Tags: Match.arrayWith([{ Key: 'aa-stripe', Value: 'aa-stripe-test' }]),
      });
    }
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
