/** Where CloudWatch shows the product's own metrics: functions write them there, alarms and dashboard read them. */
export const METRICS_NAMESPACE = 'aa-stripe';

/**
 * Every metric, by its dimension `service`. A source is what is counted, not who counts: any function that talks to
 * Stripe counts for `stripe`, so that an alarm reads one metric and not one for each function.
 */
export const METRICS = {
  /** What Stripe answered that it should not, and writes whose outcome is open because of it. */
  stripe: ['ServerErrors', 'ConnectionsLost', 'RateLimited', 'KeyRefused', 'OutcomesUnknown'],
  /** Signals that the bus took, by their names: those about money, and about webhooks. */
  signals: [
    'webhook_pre_parse',
    'webhook_parse_failed',
    'stripe_charge_succeeded',
    'stripe_charge_card_exception',
    'stripe_charge_action_required',
    'stripe_charge_refunded',
    'stripe_dispute_opened',
  ],
  /** Deliveries that were refused, and what became of those that were stored. */
  webhooks: ['SignaturesRefused', 'OtherModeRefused', 'Parsed', 'PutOff'],
  /** Gauges of what stands still. */
  operations: ['OpenTooLong'],
  charging: ['PausedMinutes'],
  /** What workers could not do of large runs. */
  workers: ['RecordsFailed'],
  'reconcile-webhooks': ['EventsMissing', 'MirrorsCompared', 'MirrorsDrifted'],
} as const;

export type MetricSource = keyof typeof METRICS;
export type NameOf<Source extends MetricSource> = (typeof METRICS)[Source][number];
