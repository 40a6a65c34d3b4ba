import { written } from '../operation/record';
import { type Charge, isDue } from './charge';
import { isOpen } from './refund';

/** Payer and bank are done with it. https://docs.stripe.com/api/disputes/object#dispute_object-status */
const SETTLED_DISPUTES = ['won', 'lost', 'warning_closed', 'prevented'];

/** Why the owner of a charge cannot be erased yet, with the cure; null if nothing stands against it. */
export function openMatterOf(charge: Charge): string | null {
  const { id, state, dispute } = charge;
  if (charge.is_held) return `${id} is held: run release-imported`;
  if (charge.operation !== null || charge.refunds.some(isOpen)) return `${id} is being worked on: wait`;
  if (state === 'processing' || state === 'action_required')
    return `${id} is ${state}: wait, or cancel it at Stripe`;
  // What is blocked is due too, but has nobody left who could pay it.
  if (state === 'pending' && isDue(charge)) return `${id} is due: charge it`;
  if (dispute && !SETTLED_DISPUTES.includes(dispute.status))
    return `${id} is disputed: wait for the end of that`;
  return null;
}

/** What law wants kept of a payment stays: amounts, times, states, ids. */
export function withoutPersonalData(charge: Charge): Charge {
  return {
    ...charge,
    description: '',
    comment: '',
    refunds: charge.refunds.map((refund) => ({ ...refund, stripe_response: null })),
    stripe_response: null,
  };
}

/** The charge of an owner who is erased. */
export function eraseCharge(charge: Charge, now: number): Charge {
  return written({ ...withoutPersonalData(charge), erased_at: new Date(now).toISOString() }, charge, now);
}
