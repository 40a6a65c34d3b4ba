import { beginOn } from '../operation/begin-on';
import { driveOperation } from '../operation/drive-operation';
import { beginOperation } from '../operation/operation';
import { written } from '../operation/record';
import { type Charge, isCharged, isRefunded } from './charge';
import { chargeCourse } from './charge-course';
import { refundRequest } from './payment-request';
import type { ChargePorts } from './ports';
import { isOpen, isVain, type Refund, reservedBy } from './refund';

export type Refunded =
  | { outcome: 'not-found' }
  /** Its state does not allow it, or not so much; nothing was tried. */
  | { outcome: 'wrong-state'; charge: Charge; reason: string }
  | { outcome: 'paused' }
  /** Stripe has it, or had given everything back before. */
  | { outcome: 'refunded'; charge: Charge }
  /** Stripe's displayable message; nothing is reserved any more. */
  | { outcome: 'refused'; charge: Charge; message: string }
  /** Nobody knows yet; `recover-operations` finds out. */
  | { outcome: 'unknown'; charge: Charge };

/** Another refund of the same charge is waited for this often, then the caller is asked to. */
const WAITS_MS = [200, 400, 800, 1_600];

/**
 * Gives back `amount` of a charge, or all that is left (null). The refund reserves its amount in the same
 * conditional write that freezes its request, so refunds at the same time never exceed the charge. If Stripe
 * knows of refunds that we did not, the smaller of what was asked for and what is left is given back.
 *
 * `seed` names the request: one that broke off and is made again gives back nothing twice.
 * @throws StripeDeniedError when Stripe does not accept our key; nothing is reserved then
 */
export async function refundCharge(
  id: string,
  { amount, seed }: { amount: number | null; seed: string },
  ports: ChargePorts,
): Promise<Refunded> {
  const found = await freeCharge(id, ports);
  if (!found) return { outcome: 'not-found' };
  const { charge } = found;
  const refundId = `srfd_${seed}`;
  const restId = `${refundId}-rest`;
  const before = charge.refunds.findLast((refund) => refund.id === refundId || refund.id === restId);
  if (before) return cameTo(charge, before);
  const reason = found.isBusy
    ? 'This charge is being worked on. Try again later.'
    : obstacleTo(charge, amount);
  if (reason) return { outcome: 'wrong-state', charge, reason };
  if (await ports.isPaused()) return { outcome: 'paused' };
  const tried = await tryRefund(charge, refundId, amount ?? leftOf(charge), ports);
  if (tried.outcome !== 'refused') return tried;
  const left = leftOf(tried.charge);
  // Nothing is left: Stripe had given it all back, and its amounts are ours now.
  if (left <= 0) return { outcome: 'refunded', charge: tried.charge };
  const wasTooMuch = (amount ?? leftOf(charge)) > left;
  return wasTooMuch ? tryRefund(tried.charge, restId, left, ports) : tried;
}

/** What is neither given back nor about to be. */
function leftOf(charge: Charge): number {
  return charge.amount - charge.amount_refunded - reservedBy(charge.refunds);
}

function obstacleTo(charge: Charge, amount: number | null): string | null {
  if (!isCharged(charge)) return 'Cannot refund not charged transaction.';
  if (isRefunded(charge) || leftOf(charge) <= 0) return 'Already refunded.';
  return (amount ?? 0) > leftOf(charge) ? 'Refunds exceed charge' : null;
}

/** The charge once no other operation is in it; one refund at a time is sent for a charge. */
async function freeCharge(id: string, ports: ChargePorts) {
  for (const wait of [...WAITS_MS, 0]) {
    const charge = await ports.charges.find(id);
    if (!charge) return null;
    if (charge.operation === null) return { charge, isBusy: false };
    if (wait === 0 || charge.operation.status === 'unknown') return { charge, isBusy: true };
    await ports.time.sleep(wait);
  }
  return null;
}

async function tryRefund(
  charge: Charge,
  refundId: string,
  amount: number,
  ports: ChargePorts,
): Promise<Refunded> {
  const now = ports.time.now();
  const begun = await beginOn(charge, ports.charges, (current) =>
    current.operation === null && obstacleTo(current, amount) === null
      ? begin(current, refundId, amount, now)
      : null,
  );
  if (!begun) {
    return { outcome: 'wrong-state', charge, reason: 'This charge is being worked on. Try again later.' };
  }
  const driven = await driveOperation(begun, chargeCourse(ports), ports, false);
  const present = driven.record ?? begun;
  const refund = present.refunds.find(({ id }) => id === refundId);
  if (driven.outcome === 'unknown' || driven.outcome === 'unavailable') {
    return { outcome: 'unknown', charge: present };
  }
  return cameTo(present, refund);
}

/** What came of a refund. */
function cameTo(charge: Charge, refund: Refund | undefined): Refunded {
  if (refund && isOpen(refund)) return { outcome: 'unknown', charge };
  if (refund?.stripe_refund_id && !isVain(refund)) return { outcome: 'refunded', charge };
  return { outcome: 'refused', charge, message: refund?.error ?? 'Stripe refused the refund.' };
}

function begin(charge: Charge, refundId: string, amount: number, now: number): Charge {
  const time = new Date(now).toISOString();
  const refund: Refund = {
    id: refundId,
    stripe_refund_id: null,
    amount,
    status: 'refunding',
    error: null,
    created: time,
    updated: time,
    stripe_response: null,
  };
  const operation = beginOperation(
    {
      kind: 'refund',
      recordId: charge.id,
      request: () => refundRequest(charge, refundId, amount),
      input: { refund_id: refundId },
    },
    now,
  );
  return written({ ...charge, refunds: [...charge.refunds, refund], operation }, charge, now);
}
