import { createHash } from 'node:crypto';
import type { Refund } from './refund';
import type { StripeRefund } from './stripe-payment';

/**
 * Our refunds with Stripe's taken over: those of ours are recognised by the id in their metadata, others,
 * made in the Dashboard, are added. Oldest first.
 */
export function adoptRefunds(
  known: Refund[],
  shown: StripeRefund[],
  chargeId: string,
  now: number,
): Refund[] {
  const refunds = new Map(known.map((refund) => [refund.id, refund]));
  for (const stripe of shown) {
    const id = idOf(stripe, known, chargeId);
    const next = adopted(refunds.get(id) ?? null, stripe, id, now);
    refunds.set(id, next);
  }
  return [...refunds.values()].sort((a, b) => (a.created < b.created ? -1 : 1));
}

function idOf(stripe: StripeRefund, known: Refund[], chargeId: string): string {
  const linked = known.find(({ stripe_refund_id }) => stripe_refund_id === stripe.id);
  const ours = known.find(({ id }) => id === stripe.aa_stripe_refund_id);
  const derived = createHash('sha256').update(`${chargeId}\n${stripe.id}`).digest('hex').slice(0, 26);
  return linked?.id ?? ours?.id ?? `srfd_${derived}`;
}

function adopted(current: Refund | null, stripe: StripeRefund, id: string, now: number): Refund {
  const same = current?.stripe_refund_id === stripe.id && current.status === stripe.status;
  return {
    id,
    stripe_refund_id: stripe.id,
    amount: stripe.amount,
    status: stripe.status,
    error: stripe.failure_reason,
    created: current?.created ?? new Date(stripe.created * 1000).toISOString(),
    updated: same ? current.updated : new Date(now).toISOString(),
    stripe_response: stripe.raw,
  };
}
