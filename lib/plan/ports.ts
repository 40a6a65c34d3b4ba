import type { RecordHome } from '../operation/course';
import type { DrivePorts } from '../operation/drive-operation';
import type { CreatedRange, Page } from '../operation/ports';
import type { Plan } from './plan';
import type { StripePlan } from './stripe-plan';

export interface PlanStore extends RecordHome<Plan> {
  /** Consistent read. */
  find(id: string): Promise<Plan | null>;
  /** One conditional put; false if the record exists. */
  insert(plan: Plan): Promise<boolean>;
}

export interface PlanList {
  page(after: string | null, limit: number, created?: CreatedRange): Promise<Page<Plan>>;
}

/**
 * Reads at Stripe.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export interface StripePlans {
  /** Null if Stripe does not know it. */
  retrieve(id: string): Promise<StripePlan | null>;
}

export interface PlanPorts extends DrivePorts {
  plans: PlanStore;
  stripePlans: StripePlans;
}
