import { newPlan } from '../../../lib/plan/new-plan';
import { createPlanRequest } from '../../../lib/plan/plan-request';
import { presentPlan } from '../../../lib/plan/plan-view';

const input = {
  amount: 5000,
  currency: 'usd',
  name: 'gold',
  interval: 'month' as const,
  interval_count: 3,
  source: { secret: 'never sent' },
  metadata: { a: '1' },
  statement_descriptor: 'GOLD',
  trial_period_days: 14,
};
const plan = newPlan(input, false, 'SEED', Date.parse('2026-03-01T12:00:00Z'));

describe('a new plan', () => {
  it('is sent under its own id, with its product, and without its source', () => {
    expect(createPlanRequest(plan)).toEqual({
      method: 'POST',
      path: '/v1/plans',
      params: {
        id: 'splan_SEED',
        amount: 5000,
        currency: 'usd',
        interval: 'month',
        interval_count: 3,
        metadata: { a: '1' },
        product: { name: 'gold', statement_descriptor: 'GOLD' },
        trial_period_days: 14,
      },
    });
  });

  it('is shown with all that was asked for', () => {
    expect(presentPlan(plan)).toEqual({
      ...input,
      id: 'splan_SEED',
      is_created_at_stripe: false,
      livemode: false,
      created: '2026-03-01T12:00:00.000Z',
      updated: '2026-03-01T12:00:00.000Z',
    });
  });
});
