import type { Table } from '../../lib/dynamo/client';
import { planStore } from '../../lib/dynamo/plan-store';
import type { PlanPorts } from '../../lib/plan/ports';
import { systemTime } from '../../lib/runtime/time';
import { stripePlans } from '../../lib/stripe/stripe-plans';
import type { StripeAccess } from './stripe-access';

/** The ports of every use case about plans, on the table and Stripe. */
export function planPorts(table: Table, { client, requests }: StripeAccess): PlanPorts {
  return {
    plans: planStore(table),
    stripePlans: stripePlans(client),
    stripe: requests,
    time: systemTime,
  };
}
