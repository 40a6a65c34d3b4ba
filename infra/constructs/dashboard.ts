import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { CommandName } from '../../lib/command/command';
import { EVERY_MINUTES } from '../../lib/command/schedule';
import type { NameOf } from '../../lib/runtime/metric-names';
import { HIGHEST, SUM } from './alarms';
import type { Foundation } from './foundation';
import { productMetric, sumOf } from './product-metric';
import type { WebhookParsing } from './webhook-parsing';

/** CloudWatch's grid is 24 wide: three graphs a row. */
const WIDTH = 8;

/** One screen, `aa-stripe-<stage>-<region>`: top left is whether money moves, and further down what that rests on. */
export class OverviewDashboard extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation, parsing: WebhookParsing) {
    super(scope, id);
    const { alarms, name } = foundation;
    new Dashboard(this, 'Dashboard', {
      // Dashboards belong to the account, not to a region: a stage that moves is in two regions for a while.
      dashboardName: `${name}-${Stack.of(this).region}`,
      defaultInterval: Duration.hours(12),
      widgets: [
        [new TextWidget({ markdown: howToRead(name, alarms.runbookUrl), width: 24, height: 3 })],
        [new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.all, width: 24, height: 5 })],
        money(foundation),
        webhooks(foundation, parsing),
        ways(foundation),
        grounds(foundation),
      ],
    });
  }
}

function howToRead(name: string, runbookUrl: string): string {
  return [
    `**${name}** Read from the top: alarms, whether money moves, whether webhooks come in and are handled, then what that`,
    'rests on. Counts are of five minutes. A line that is missing counts nothing, which is well for errors and not for',
    `payments. \`npm run status -- --stack ${name}\` says the same in words. What each alarm asks of you: ${runbookUrl}`,
  ].join(' ');
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): IWidget {
  return new GraphWidget({ title, left, right, width: WIDTH, height: 6, leftYAxis: { min: 0 } });
}

function money({ config: { stage } }: Foundation): IWidget[] {
  const signal = (name: NameOf<'signals'>, label: string) => productMetric(stage, 'signals', name, { label });
  const stripe = (name: NameOf<'stripe'>, label: string) => productMetric(stage, 'stripe', name, { label });
  return [
    graph('Payments', [
      signal('stripe_charge_succeeded', 'charged'),
      signal('stripe_charge_card_exception', 'declined'),
      signal('stripe_charge_action_required', 'payer must act'),
      signal('stripe_charge_refunded', 'refunded'),
      signal('stripe_dispute_opened', 'disputed'),
    ]),
    graph(
      'Outcomes that nobody knows',
      [
        productMetric(stage, 'stripe', 'OutcomesUnknown', { label: 'writes that broke' }),
        productMetric(stage, 'operations', 'OpenTooLong', {
          label: 'open for more than an hour',
          statistic: 'Maximum',
        }),
      ],
      [
        productMetric(stage, 'charging', 'PausedMinutes', {
          label: 'paused (minutes)',
          statistic: 'Maximum',
        }),
      ],
    ),
    graph('Stripe says no', [
      stripe('ServerErrors', '5xx'),
      stripe('ConnectionsLost', 'no answer'),
      stripe('RateLimited', '429: too fast'),
      stripe('KeyRefused', '401, 403: the key'),
    ]),
  ];
}

function webhooks({ config: { stage }, functions }: Foundation, parsing: WebhookParsing): IWidget[] {
  const count = (name: NameOf<'webhooks'>, label: string) =>
    productMetric(stage, 'webhooks', name, { label });
  return [
    graph('Webhooks', [
      functions.of('receive-webhook').lambda.metricInvocations({ ...SUM, label: 'delivered' }),
      productMetric(stage, 'signals', 'webhook_pre_parse', { label: 'stored and told' }),
      count('Parsed', 'parsed'),
      count('PutOff', 'put off'),
      productMetric(stage, 'signals', 'webhook_parse_failed', { label: 'failed' }),
      count('SignaturesRefused', 'signature refused'),
      count('OtherModeRefused', 'other mode refused'),
    ]),
    graph(
      'How late',
      [parsing.queue.metricApproximateAgeOfOldestMessage({ ...HIGHEST, label: 'parsing (s)' })],
      [
        functions
          .of('publish-signals')
          .lambda.metric('IteratorAge', { ...HIGHEST, label: 'publishing (ms)' }),
      ],
    ),
    graph(
      'Given up, missing, differing',
      [parsing.deadLetters.metricApproximateNumberOfMessagesVisible({ ...HIGHEST, label: 'dead letters' })],
      [
        productMetric(stage, 'reconcile-webhooks', 'EventsMissing', { label: 'events that never arrived' }),
        productMetric(stage, 'reconcile-webhooks', 'MirrorsCompared', { label: 'records compared' }),
        productMetric(stage, 'reconcile-webhooks', 'MirrorsDrifted', { label: 'of them different' }),
      ],
    ),
  ];
}

function ways({ api: { api }, config: { stage }, functions }: Foundation): IWidget[] {
  const commands = (Object.keys(EVERY_MINUTES) as CommandName[]).filter(
    (name) => EVERY_MINUTES[name] !== null,
  );
  return [
    graph('API: requests and refusals', [
      api.metricCount({ ...SUM, label: 'requests' }),
      api.metricClientError({ ...SUM, label: '4xx' }),
      api.metricServerError({ ...SUM, label: '5xx' }),
    ]),
    graph('API: how long (ms)', [
      api.metricLatency({ ...SUM, statistic: 'p50', label: 'half within' }),
      api.metricLatency({ ...SUM, statistic: 'p99', label: '99 of 100 within' }),
    ]),
    graph(
      'Commands that failed',
      commands.map((name) => functions.of(name).lambda.metricErrors({ ...SUM, label: name })),
      [productMetric(stage, 'workers', 'RecordsFailed', { label: 'records of workers' })],
    ),
  ];
}

function grounds({ functions, records: { table } }: Foundation): IWidget[] {
  const throttles = (name: 'ReadThrottleEvents' | 'WriteThrottleEvents') => table.metric(name, SUM);
  return [
    graph('Table: use', [
      table.metricConsumedReadCapacityUnits({ ...SUM, label: 'read units' }),
      table.metricConsumedWriteCapacityUnits({ ...SUM, label: 'write units' }),
    ]),
    graph('Turned away by', [
      sumOf([throttles('ReadThrottleEvents'), throttles('WriteThrottleEvents')], SUM.period, 'table'),
      sumOf(
        (['receive-webhook', 'publish-signals', 'parse-webhooks', 'operate-charges'] as const).map((name) =>
          functions.of(name).lambda.metricThrottles(SUM),
        ),
        SUM.period,
        'functions',
      ),
    ]),
    graph(
      'Functions at work',
      (
        [
          'receive-webhook',
          'publish-signals',
          'parse-webhooks',
          'create-customer',
          'operate-charges',
        ] as const
      ).map((name) => functions.of(name).lambda.metric('ConcurrentExecutions', { ...HIGHEST, label: name })),
    ),
  ];
}
