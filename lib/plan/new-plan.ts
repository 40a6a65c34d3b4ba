import { freshRecord } from '../operation/record';
import type { Interval, Plan } from './plan';

export interface PlanInput {
  amount: number;
  currency: string;
  name: string;
  interval: Interval;
  interval_count: number;
  source: Record<string, unknown>;
  metadata: Record<string, string>;
  statement_descriptor: string;
  trial_period_days: number;
}

/** A plan that is not at Stripe yet. `seed`: a ULID, the same for the same request. */
export function newPlan(input: PlanInput, livemode: boolean, seed: string, now: number): Plan {
  return {
    id: `splan_${seed}`,
    ...input,
    is_created_at_stripe: false,
    ...freshRecord(livemode, now),
  };
}
