import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { FunctionName } from '../../functions/environments';
import { INDEXES } from '../../lib/dynamo/keys';
import { SUM } from './alarms';
import type { Foundation } from './foundation';
import { sumOf } from './product-metric';

/** Those that customers and Stripe wait for, and those that move money. An alarm reads ten metrics at most. */
const MATTER: FunctionName[] = [
  'receive-webhook',
  'publish-signals',
  'parse-webhooks',
  'create-customer',
  'operate-charges',
  'charge-stripe',
  'recover-operations',
];
/** Lambda and DynamoDB make room within minutes, and everything tries again: only what lasts rings. */
const PERIODS = 3;
const THROTTLES_TO_RING = 10;
/** Below this, an hour's use costs cents, and any day differs from the one before. */
const NOT_WORTH_A_LOOK = { requests: 10_000, writeUnits: 50_000 };
const DEVIATIONS = 4;

/** Whether there is room enough, and whether it is used as it always was: costs follow that. */
export class CapacityAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, api, functions, records }: Foundation) {
    super(scope, id);
    alarms.above('FunctionsThrottled', THROTTLES_TO_RING, {
      severity: 'urgent',
      means: 'Lambda turns calls away: deliveries and payments are answered late, or with 5xx.',
      act: "compare ConcurrentExecutions with the account's limit, and ask AWS to raise it.",
      runbook: 'functions-throttled',
      metric: sumOf(
        MATTER.map((name) => functions.of(name).lambda.metricThrottles(SUM)),
        SUM.period,
      ),
      periods: PERIODS,
    });
    const { tableName } = records.table;
    const ofIndex = (index: string): IMetric =>
      records.table.metric('WriteThrottleEvents', {
        ...SUM,
        dimensionsMap: { TableName: tableName, GlobalSecondaryIndexName: index },
      });
    alarms.above('TableThrottled', THROTTLES_TO_RING, {
      severity: 'urgent',
      means: 'DynamoDB turns reads or writes away: requests fail, and signals come late.',
      act: 'the dashboard shows whether load grew; if not, one key is asked for too often.',
      runbook: 'table-throttled',
      metric: sumOf(
        [
          ...['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => records.table.metric(name, SUM)),
          ...INDEXES.map(ofIndex),
        ],
        SUM.period,
      ),
      periods: PERIODS,
    });
    const more = 'far more than at this hour on other days, and AWS bills by use.';
    const words = { severity: 'morning', runbook: 'costs-unusual' } as const;
    alarms.unusual('RequestsUnusual', DEVIATIONS, {
      ...words,
      means: `The API is called ${more}`,
      act: 'see in the access log which route grew: a campaign, a loop in a client, or an attack?',
      metric: atLeast(NOT_WORTH_A_LOOK.requests, api.api.metricCount({ period: HOUR, statistic: 'Sum' })),
      periods: PERIODS,
    });
    alarms.unusual('WritesUnusual', DEVIATIONS, {
      ...words,
      means: `The table is written ${more}`,
      act: 'see on the dashboard whether webhooks or commands grew with it.',
      metric: atLeast(
        NOT_WORTH_A_LOOK.writeUnits,
        records.table.metricConsumedWriteCapacityUnits({ period: HOUR, statistic: 'Sum' }),
      ),
      periods: PERIODS,
    });
  }
}

const HOUR = Duration.hours(1);

/** The metric where it is worth a look, else the line below which it is not: that never leaves the band. */
function atLeast(floor: number, metric: IMetric): MathExpression {
  return new MathExpression({
    expression: `IF(FILL(used, 0) > ${floor}, used, ${floor})`,
    usingMetrics: { used: metric },
    period: HOUR,
  });
}
