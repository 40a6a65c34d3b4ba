import type { Account } from '../account';
import { testCardOf } from '../cards/verify-card';
import type { Emit } from '../http/emit';
import type { Card } from '../objects/card';
import { type Charge, type ChargeOrder, makeCharge } from '../objects/charge';
import type { PaymentMethod } from '../objects/payment-method';
import { emitUpdate } from '../store/emit-update';
import { newId } from '../store/new-id';
import type { Verdict } from './card-network';
import { openDispute } from './dispute-charge';

type Capture = 'automatic' | 'automatic_async' | 'manual';

/** What a charge is made with: a source, if it is one of the older kind. */
interface Means {
  method: PaymentMethod;
  source?: Card;
  verdict: Verdict;
  capture: Capture;
}

/** Makes a charge of the card network's verdict, whatever that is. */
export function chargeCard(
  account: Account,
  order: ChargeOrder,
  { capture, ...means }: Means,
  emit: Emit,
): Charge {
  const charge = account.payments.charges.put(makeCharge(account.now(), order, means));
  if (charge.status !== 'succeeded') {
    emit(`charge.${charge.status}`, charge);
    return charge;
  }
  return succeed(account, charge, capture, emit);
}

/** A charge that was pending comes to its end. */
export function settleCharge(
  account: Account,
  charge: Charge,
  { capture, failed }: { capture: Capture; failed: Partial<Charge> | undefined },
  emit: Emit,
): Charge {
  if (failed === undefined) {
    return succeed(account, { ...charge, paid: true, status: 'succeeded' }, capture, emit);
  }
  const after: Charge = account.payments.charges.put({ ...charge, ...failed, status: 'failed' });
  emit('charge.failed', after);
  return after;
}

/** Takes money that was only authorized; what is left of it goes back. */
export function captureCharge(account: Account, charge: Charge, amount: number, emit: Emit): Charge {
  const taken = account.payments.charges.put({
    ...charge,
    amount_captured: amount,
    amount_refunded: charge.amount - amount,
    balance_transaction: newId('txn'),
    captured: true,
  });
  emit('charge.captured', taken);
  return taken;
}

function succeed(account: Account, approved: Charge, capture: Capture, emit: Emit): Charge {
  const { charges } = account.payments;
  const taken: Charge =
    capture === 'manual'
      ? approved
      : {
          ...approved,
          amount_captured: approved.amount,
          balance_transaction: capture === 'automatic' ? newId('txn') : null,
          captured: true,
        };
  charges.put(taken);
  emit('charge.succeeded', taken);
  let charge = taken;
  if (capture === 'automatic_async') {
    charge = charges.put({ ...taken, balance_transaction: newId('txn') });
    emitUpdate(emit, 'charge.updated', taken, charge);
  }
  const card = charge.payment_method_details.card;
  if (testCardOf(card).behaviour.kind !== 'disputed') return charge;
  return openDispute(account, charge, { reason: 'fraudulent', amount: charge.amount }, emit).charge;
}
