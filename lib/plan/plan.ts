import type { OperatedRecord } from '../operation/record';

export const INTERVALS = ['day', 'week', 'month', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];

/** The longest period Stripe bills at once: three years. */
export const MOST_INTERVALS: Readonly<Record<Interval, number>> = {
  day: 1095,
  week: 156,
  month: 36,
  year: 3,
};

/** What subscribers pay, and how often: recorded first, made at Stripe when asked to. */
export interface Plan extends OperatedRecord {
  /** `splan_…`, or the id that an imported plan has had before. Stripe's plan has the same. */
  id: string;
  /** Minor units of `currency`. */
  amount: number;
  /** Lower case. */
  currency: string;
  name: string;
  interval: Interval;
  /** How many intervals lie between two bills. */
  interval_count: number;
  /** What the plan stands for: any JSON of the caller's. Never leaves for Stripe. */
  source: Record<string, unknown>;
  metadata: Record<string, string>;
  statement_descriptor: string;
  /** Stripe heeds it only where a subscription sends it. */
  trial_period_days: number;
  is_created_at_stripe: boolean;
  stripe_response: Record<string, unknown> | null;
}
