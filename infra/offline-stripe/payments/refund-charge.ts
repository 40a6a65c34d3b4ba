import type { Account } from '../account';
import { testCardOf } from '../cards/verify-card';
import type { Emit } from '../http/emit';
import type { Charge } from '../objects/charge';
import { makeRefund, type Refund } from '../objects/refund';
import type { Metadata } from '../params/metadata';
import { emitUpdate } from '../store/emit-update';
import { newId } from '../store/new-id';

/** Gives money back. By some test cards the refund is not final, see `outcomeOf`. */
export function refundCharge(
  account: Account,
  charge: Charge,
  { amount, metadata, reason }: { amount: number; metadata: Metadata; reason: Refund['reason'] },
  emit: Emit,
): Refund {
  const { refunds } = account.payments;
  const pends = outcomeOf(charge) === 'succeeds_later';
  const made: Refund = { ...makeRefund(account.now(), charge, amount), metadata, reason };
  const refund = refunds.put(pends ? { ...made, pending_reason: 'processing', status: 'pending' } : made);
  emit('refund.created', refund);
  setRefunded(account, charge, charge.amount_refunded + amount, emit);
  return refund;
}

/** What becomes of the refunds of a charge after a while, if anything. */
export function outcomeOf(charge: Charge): 'fails_later' | 'succeeds_later' | undefined {
  const { kind } = testCardOf(charge.payment_method_details.card).behaviour;
  if (kind === 'refund_fails') return 'fails_later';
  return kind === 'refund_pends' ? 'succeeds_later' : undefined;
}

/** Saves a refund's next state and announces it under both of its names. */
export function updateRefund(account: Account, before: Refund, after: Refund, emit: Emit): Refund {
  account.payments.refunds.put(after);
  emitUpdate(emit, 'refund.updated', before, after);
  emitUpdate(emit, 'charge.refund.updated', before, after);
  return after;
}

/** A pending refund has reached the card. */
export function completeRefund(account: Account, id: string, emit: Emit): void {
  const refund = account.payments.refunds.get(id);
  if (refund?.status !== 'pending') return;
  const { pending_reason: _, ...rest } = refund;
  updateRefund(account, refund, { ...rest, status: 'succeeded' }, emit);
}

/** The bank sends the money back: the charge is less refunded again. */
export function failRefund(account: Account, refund: Refund, reason: string, emit: Emit): Refund {
  if (refund.status === 'failed' || refund.status === 'canceled') return refund;
  const failed: Refund = {
    ...refund,
    failure_balance_transaction: newId('txn'),
    failure_reason: reason,
    status: 'failed',
  };
  emit('refund.failed', failed);
  updateRefund(account, refund, failed, emit);
  return takeBack(account, failed);
}

export function cancelRefund(account: Account, refund: Refund, emit: Emit): Refund {
  return takeBack(account, updateRefund(account, refund, { ...refund, status: 'canceled' }, emit));
}

/** Lets an authorization go: the charge counts as refunded, though no refund is made. */
export function release(account: Account, charge: Charge, emit: Emit): void {
  setRefunded(account, charge, charge.amount, emit);
}

function setRefunded(account: Account, before: Charge, amount_refunded: number, emit: Emit): void {
  const refunded = amount_refunded === before.amount;
  const after = account.payments.charges.put({ ...before, amount_refunded, refunded });
  emitUpdate(emit, 'charge.refunded', before, after);
}

/** Stripe has no event of its own for this change of the charge: the refund's say it. */
function takeBack(account: Account, refund: Refund): Refund {
  const charge = account.payments.charges.get(refund.charge);
  if (charge === undefined) return refund;
  const amount_refunded = charge.amount_refunded - refund.amount;
  account.payments.charges.put({ ...charge, amount_refunded, refunded: false });
  return refund;
}
