import { type PendingSignal, type Signal, signalDetail, toSignal } from '../signals/signal';
import type { Charge } from './charge';
import { presentCharge } from './charge-view';

/** A charge's signal; those of a refusal say why. */
export function chargeSignal(pending: PendingSignal, charge: Charge): Signal {
  const { instance, ...envelope } = signalDetail(pending, charge, presentCharge(charge));
  const exception = isRefusal(pending) ? { exception: charge.last_exception } : {};
  return toSignal(pending.signal, { ...envelope, ...exception, instance });
}

function isRefusal({ signal }: PendingSignal): boolean {
  return signal === 'stripe_charge_card_exception' || signal === 'stripe_charge_action_required';
}
