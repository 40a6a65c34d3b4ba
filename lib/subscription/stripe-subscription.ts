import * as v from 'valibot';
import { isId } from '../operation/record-id';
import type { LatestInvoice } from './subscription';

/** A subscription as Stripe describes it, reduced to what this product relies on. */
export interface StripeSubscription {
  id: string;
  status: string;
  cancel_at_period_end: boolean;
  /** Seconds since the epoch: when its end was requested, at once or for later. */
  canceled_at: number | null;
  latest_invoice: LatestInvoice | null;
  /** Our own id, if it was made by us. */
  aa_stripe_id: string | null;
  raw: Record<string, unknown>;
}

/** So that one answer shows all there is. Four levels are the most that Stripe expands. */
export const EXPAND = ['latest_invoice', 'discounts.source.coupon'];

const Invoice = v.object({
  id: v.string(),
  status: v.nullish(v.string(), null),
  amount_due: v.number(),
  amount_paid: v.number(),
  currency: v.string(),
});

const Mark = v.object({ aa_stripe_id: v.optional(v.string()) });
const Marked = v.object({ items: v.object({ data: v.array(v.object({ metadata: Mark })) }) });

const SubscriptionObject = v.object({
  object: v.literal('subscription'),
  id: v.string(),
  status: v.string(),
  cancel_at_period_end: v.nullish(v.boolean(), false),
  canceled_at: v.nullish(v.number(), null),
  latest_invoice: v.nullish(Invoice, null),
});

const Raw = v.record(v.string(), v.unknown());

/**
 * Reads a subscription with EXPAND expanded.
 * @throws v.ValiError if it is not one
 * @see https://docs.stripe.com/api/subscriptions/object
 */
export function readStripeSubscription(raw: unknown): StripeSubscription {
  const { object: _, ...subscription } = v.parse(SubscriptionObject, raw);
  return { ...subscription, aa_stripe_id: ourIdIn(raw), raw: v.parse(Raw, raw) };
}

/**
 * Our id of a subscription at Stripe; null if it is somebody else's. It stands on the item, because the
 * subscription's own metadata is the caller's, who may use all of it.
 */
export function ourIdIn(object: unknown): string | null {
  const marked = v.safeParse(Marked, object);
  if (!marked.success) return null;
  const ids = marked.output.items.data.map(({ metadata }) => metadata.aa_stripe_id);
  return ids.find((id) => id !== undefined && isId(id)) ?? null;
}
