import * as v from 'valibot';

/** A plan as Stripe describes it. */
export interface StripePlan {
  id: string;
  raw: Record<string, unknown>;
}

const PlanObject = v.object({ object: v.literal('plan'), id: v.string() });
const Raw = v.record(v.string(), v.unknown());

/**
 * @throws v.ValiError if it is not a plan
 * @see https://docs.stripe.com/api/plans/object
 */
export function readStripePlan(raw: unknown): StripePlan {
  return { id: v.parse(PlanObject, raw).id, raw: v.parse(Raw, raw) };
}
