import { driveOperation } from '../operation/drive-operation';
import { beginOperation, isLeased } from '../operation/operation';
import { written } from '../operation/record';
import type { Plan } from './plan';
import { planCourse } from './plan-course';
import { createPlanRequest } from './plan-request';
import type { PlanPorts } from './ports';

export type CreatedAtStripe =
  | { outcome: 'not-found' }
  /** It is there already, or on its way. */
  | { outcome: 'wrong-state'; reason: string }
  | { outcome: 'created'; plan: Plan }
  /** Stripe refused it; the plan may be sent again. */
  | { outcome: 'refused'; message: string }
  /** Stripe could not be reached. Sending it again is right, and is done anyway. */
  | { outcome: 'unavailable' }
  /** Stripe broke off; `recover-operations` finds out. */
  | { outcome: 'unknown' };

const ALREADY_CREATED = 'This plan is created at Stripe already.';
const UNDER_WAY = 'This plan is being created at Stripe. Try again later.';

/**
 * Makes a recorded plan at Stripe, once: it has our id there, so trying again after a lost answer finds it.
 * @throws StripeDeniedError when Stripe does not accept our key; the plan is then as it was
 */
export async function createAtStripe(id: string, ports: PlanPorts): Promise<CreatedAtStripe> {
  const plan = await ports.plans.find(id);
  if (!plan) return { outcome: 'not-found' };
  if (plan.is_created_at_stripe) return { outcome: 'wrong-state', reason: ALREADY_CREATED };
  const now = ports.time.now();
  if (plan.operation && isLeased(plan.operation, now)) return { outcome: 'wrong-state', reason: UNDER_WAY };

  const operation = beginOperation(
    { kind: 'create_plan', recordId: id, request: () => createPlanRequest(plan), input: {} },
    now,
  );
  const begun = written({ ...plan, operation }, plan, now);
  if (!(await ports.plans.save(begun, plan))) return { outcome: 'wrong-state', reason: UNDER_WAY };
  const driven = await driveOperation(begun, planCourse(ports), ports, false);
  switch (driven.outcome) {
    case 'done':
      return { outcome: 'created', plan: driven.record };
    case 'refused':
      return { outcome: 'refused', message: driven.failure.message };
    default:
      return { outcome: driven.outcome };
  }
}
