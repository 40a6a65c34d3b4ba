import * as v from 'valibot';
import { Amount, Metadata, Text, Timestamp } from '../operation/view';
import { INTERVALS, type Plan } from './plan';

/** A plan as the API shows it. */
export const PlanView = v.object({
  id: Text,
  amount: Amount,
  currency: Text,
  name: Text,
  interval: v.picklist(INTERVALS),
  interval_count: v.pipe(v.number(), v.integer()),
  source: v.record(v.string(), v.unknown()),
  metadata: Metadata,
  statement_descriptor: Text,
  trial_period_days: v.pipe(v.number(), v.integer()),
  is_created_at_stripe: v.boolean(),
  livemode: v.boolean(),
  created: Timestamp,
  updated: Timestamp,
});
export type PlanView = v.InferOutput<typeof PlanView>;

export function presentPlan(plan: Plan): PlanView {
  return {
    id: plan.id,
    amount: plan.amount,
    currency: plan.currency,
    name: plan.name,
    interval: plan.interval,
    interval_count: plan.interval_count,
    source: plan.source,
    metadata: plan.metadata,
    statement_descriptor: plan.statement_descriptor,
    trial_period_days: plan.trial_period_days,
    is_created_at_stripe: plan.is_created_at_stripe,
    livemode: plan.livemode,
    created: plan.created,
    updated: plan.updated,
  };
}
