import type { SignalName } from '../signals/signal';
import type { Charge } from './charge';

/** What the step from one state of a charge to the next tells the world. */
export function chargeSignals(before: Charge, after: Charge): SignalName[] {
  const signals: SignalName[] = [];
  if (after.state === 'charged' && before.state !== 'charged') signals.push('stripe_charge_succeeded');
  if (isRefusal(before, after)) {
    signals.push('stripe_charge_card_exception');
    if (after.state === 'action_required') signals.push('stripe_charge_action_required');
  }
  // Also when it goes down: a refund that fails later must not stay unheard of.
  if (after.amount_refunded !== before.amount_refunded) signals.push('stripe_charge_refunded');
  if (after.dispute && after.dispute.id !== before.dispute?.id) signals.push('stripe_dispute_opened');
  return signals;
}

/** A try that was refused; a second one in a row shows by its charge at Stripe. */
function isRefusal(before: Charge, after: Charge): boolean {
  if (after.state !== 'failed' && after.state !== 'action_required') return false;
  // As before a try that left no trace: what was refused then has been told.
  if (before.tried_by !== null && after.tried_by === null) return false;
  return before.state !== after.state || before.stripe_charge_id !== after.stripe_charge_id;
}
