import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { SUM } from './alarms';
import type { Foundation } from './foundation';
import { productMetric, sumOf } from './product-metric';

/** With fewer payments in an hour, a few cards without money would look like an outage. */
const PAYMENTS_TO_JUDGE = 10;
/** A shop sees one in ten refused; half of them is an attack with stolen cards, or a mistake of ours. */
const DECLINED_TO_RING = 0.5;
/** Recovery settles one by itself within minutes. Several in a quarter of an hour are a Stripe in trouble. */
const UNKNOWN_TO_RING = 3;
/** Faults of Stripe in five minutes, three times in a row: a blip is over before that. */
const FAULTS_TO_RING = 5;
/** We keep below Stripe's rate, so that some are an accident; these many mean that the configuration is wrong. */
const RATE_LIMITS_TO_RING = 20;
const QUARTER = Duration.minutes(15);

/** Whether money moves: what Stripe answers, and what becomes of charges. */
export class StripeAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, config: { stage } }: Foundation) {
    super(scope, id);
    const hour = { period: Duration.hours(1) };
    alarms.above('ChargesDeclined', DECLINED_TO_RING, {
      severity: 'urgent',
      means: `More than half of at least ${PAYMENTS_TO_JUDGE} payments of the last hour were declined.`,
      act: 'list charges with ?state=failed and read their error.code: one reason for all, or stolen cards being tried?',
      runbook: 'charges-declined',
      metric: new MathExpression({
        expression: `IF(FILL(paid, 0) + FILL(declined, 0) >= ${PAYMENTS_TO_JUDGE}, FILL(declined, 0) / (FILL(paid, 0) + FILL(declined, 0)), 0)`,
        usingMetrics: {
          paid: productMetric(stage, 'signals', 'stripe_charge_succeeded', hour),
          declined: productMetric(stage, 'signals', 'stripe_charge_card_exception', hour),
        },
        ...hour,
      }),
    });
    alarms.above('OutcomesUnknown', UNKNOWN_TO_RING, {
      severity: 'urgent',
      means: 'Stripe breaks off while it takes payments: nobody knows yet which of them were made.',
      act: 'look at status.stripe.com, and pause charging if it lasts. Charge nothing by hand.',
      runbook: 'outcomes-unknown',
      metric: productMetric(stage, 'stripe', 'OutcomesUnknown', { period: QUARTER }),
    });
    alarms.above('OperationsOpen', 0, {
      severity: 'urgent',
      means:
        'A write to Stripe, perhaps a payment, has been open for more than an hour: its owner does not know whether they paid.',
      act: 'npm run status names how many; look for each at Stripe by its metadata aa_stripe_id. Charge nothing by hand.',
      runbook: 'operations-open',
      metric: productMetric(stage, 'operations', 'OpenTooLong', { period: QUARTER, statistic: 'Maximum' }),
    });
    alarms.above('StripeFails', FAULTS_TO_RING, {
      severity: 'urgent',
      means: 'Stripe does not answer, or answers 5xx: payments, cards and webhooks wait.',
      act: 'look at status.stripe.com; if Stripe is well, look at the way out of the network of the functions.',
      runbook: 'stripe-fails',
      metric: sumOf(
        [productMetric(stage, 'stripe', 'ServerErrors'), productMetric(stage, 'stripe', 'ConnectionsLost')],
        SUM.period,
      ),
      periods: 3,
    });
    alarms.above('RateLimited', RATE_LIMITS_TO_RING, {
      severity: 'morning',
      means: 'Stripe turns requests away (429): work takes longer, none is lost.',
      act: 'find out what else uses this account, and compare stripeRequestsPerSecond with what Stripe grants.',
      runbook: 'rate-limited',
      metric: productMetric(stage, 'stripe', 'RateLimited'),
      periods: 3,
    });
    alarms.above('KeyRefused', 0, {
      severity: 'urgent',
      means: 'Stripe refuses our API key: nothing is charged, no card is taken, no webhook is handled.',
      act: 'npm run status says why; put a right key in with npm run setup -- --rotate-key.',
      runbook: 'key-refused',
      metric: productMetric(stage, 'stripe', 'KeyRefused'),
    });
    // Charging runs every 15 minutes and says how long it has been paused; an hour's highest is judged.
    alarms.above('PausedLong', Duration.days(1).toMinutes(), {
      severity: 'morning',
      means:
        'Charging and refunding have been paused for more than a day: nobody is charged, nobody gets money back.',
      act: 'npm run status says who paused it and why; ask them, and resume or pause anew with a reason.',
      runbook: 'paused-long',
      metric: productMetric(stage, 'charging', 'PausedMinutes', { ...hour, statistic: 'Maximum' }),
    });
  }
}
