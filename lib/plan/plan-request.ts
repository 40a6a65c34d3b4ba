import type { FrozenRequest } from '../operation/operation';
import type { Plan } from './plan';

/**
 * Makes the plan and its product at once. The plan gets our id, so that it can be recognised, and cannot be made
 * twice. At Stripe a name and a statement descriptor belong to the product.
 */
export function createPlanRequest(plan: Plan): FrozenRequest {
  const { id, amount, currency, interval, interval_count, metadata } = plan;
  const { name, statement_descriptor, trial_period_days } = plan;
  return {
    method: 'POST',
    path: '/v1/plans',
    params: {
      id,
      amount,
      currency,
      interval,
      interval_count,
      metadata,
      product: { name, ...(statement_descriptor && { statement_descriptor }) },
      ...(trial_period_days > 0 && { trial_period_days }),
    },
  };
}
