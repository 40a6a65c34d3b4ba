import { freshRecord } from '../operation/record';
import type { Plan } from './plan';

/** What whoever records a plan says of it. */
export type PlanInput = Pick<
  Plan,
  | 'amount'
  | 'currency'
  | 'name'
  | 'interval'
  | 'interval_count'
  | 'source'
  | 'metadata'
  | 'statement_descriptor'
  | 'trial_period_days'
>;

/** A plan that is not at Stripe yet. `seed`: a ULID, the same for the same request. */
export function newPlan(input: PlanInput, livemode: boolean, seed: string, now: number): Plan {
  return {
    id: `splan_${seed}`,
    ...input,
    is_created_at_stripe: false,
    ...freshRecord(livemode, now),
  };
}
