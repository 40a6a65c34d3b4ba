import type Stripe from 'stripe';
import type { Item } from './item';

/** I3, I4: one payment for a charge at most, no more given back than was taken, and records that say so. */
export async function money(items: Item[], stripe: Stripe): Promise<string[]> {
  const paidFor = new Map<string, Stripe.PaymentIntent[]>();
  for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
    const ours = intent.metadata['aa_stripe_id'];
    if (ours === undefined || intent.status !== 'succeeded') continue;
    paidFor.set(ours, [...(paidFor.get(ours) ?? []), intent]);
  }
  const givenBack = new Map<string, number>();
  for await (const { payment_intent: id, status, amount } of stripe.refunds.list({ limit: 100 })) {
    if (status === 'failed' || status === 'canceled') continue;
    givenBack.set(String(id), (givenBack.get(String(id)) ?? 0) + amount);
  }
  return items
    .filter(({ kind }) => kind === 'charge')
    .flatMap((charge) => problemsOf(charge, paidFor.get(charge.id ?? '') ?? [], givenBack));
}

function problemsOf(charge: Item, paid: Stripe.PaymentIntent[], givenBack: Map<string, number>): string[] {
  const { id, state, is_held: isHeld, amount, amount_refunded: refunded } = charge;
  const [payment] = paid;
  const back = payment ? (givenBack.get(payment.id) ?? 0) : 0;
  const isPaid = state === 'charged';
  return [
    ...(paid.length > 1 ? [`I3: ${id} was paid ${paid.length} times`] : []),
    ...(isPaid !== (payment !== undefined) && !isHeld
      ? [`I3: ${id} is ${state}, and paid ${paid.length} times at Stripe`]
      : []),
    ...(back > Number(amount) ? [`I4: ${back} of ${amount} was given back for ${id}`] : []),
    ...(isPaid && back !== refunded ? [`I5: ${id} says ${refunded} was given back, Stripe ${back}`] : []),
  ];
}
