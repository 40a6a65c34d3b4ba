import type { Course } from '../operation/course';
import { withOperationEnded } from '../operation/record';
import { viewsDiffer } from '../operation/views-differ';
import type { Plan } from './plan';
import { presentPlan } from './plan-view';
import type { PlanPorts } from './ports';
import { readStripePlan, type StripePlan } from './stripe-plan';

/** The course of a plan's only operation, its creation at Stripe. */
export function planCourse({
  plans,
  stripePlans,
}: Pick<PlanPorts, 'plans' | 'stripePlans'>): Course<Plan, StripePlan> {
  return {
    home: plans,
    read: readStripePlan,
    stripeIdOf: ({ id }) => id,
    retrieve: (id) => stripePlans.retrieve(id),
    lookFor: (_, { id }) => stripePlans.retrieve(id),
    // A plan under our id is ours: it was made by this operation or by one whose answer was lost.
    adopt: (plan, { raw }) =>
      withOperationEnded({ ...plan, is_created_at_stripe: true, stripe_response: raw }),
    isOutdated: (_, { code }) => code === 'resource_already_exists',
    // Whenever it is made, it is the plan of this record.
    isHarmlessLate: () => true,
    refused: (plan) => plan,
    restored: (plan) => plan,
    abandoned: (plan) => plan,
    signals: () => [],
    looksDifferent: (before, after) => viewsDiffer(presentPlan(before), presentPlan(after)),
  };
}
