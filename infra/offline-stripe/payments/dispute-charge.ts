import type { Account } from '../account';
import type { Emit } from '../http/emit';
import type { Charge } from '../objects/charge';
import { type Dispute, makeDispute } from '../objects/dispute';

/** The owner of the card asks the bank for the money back: it is withdrawn at once. */
export function openDispute(
  account: Account,
  charge: Charge,
  { reason, amount }: { reason: string; amount: number },
  emit: Emit,
): { charge: Charge; dispute: Dispute } {
  const { charges, disputes } = account.payments;
  const dispute = disputes.put(makeDispute(account.now(), charge, reason, amount));
  emit('charge.dispute.created', dispute);
  emit('charge.dispute.funds_withdrawn', dispute);
  return { charge: charges.put({ ...charge, disputed: true }), dispute };
}

/** The bank has decided; whoever wins has the money. */
export function closeDispute(
  account: Account,
  open: Dispute,
  status: 'won' | 'lost' | 'warning_closed',
  emit: Emit,
): Dispute {
  const closed = account.payments.disputes.put({ ...open, status });
  emit('charge.dispute.closed', closed);
  if (status !== 'lost') emit('charge.dispute.funds_reinstated', closed);
  return closed;
}

/** Whether a dispute, open or lost, stands in the way of a refund. */
export function standsAgainst(dispute: Dispute, charge: Charge): boolean {
  return dispute.charge === charge.id && (dispute.status === 'needs_response' || dispute.status === 'lost');
}
