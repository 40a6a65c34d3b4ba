import { ulid } from 'ulid';
import { beginOn } from '../operation/begin-on';
import { driveOperation } from '../operation/drive-operation';
import { beginOperation, type FrozenRequest, type OperationKind } from '../operation/operation';
import { written } from '../operation/record';
import { CANCELED } from './adopt-payment';
import type { Charge } from './charge';
import { chargeCourse } from './charge-course';
import { cancelPaymentRequest, confirmPaymentRequest, createPaymentRequest } from './payment-request';
import type { ChargePorts, Payer } from './ports';

export type Collected =
  | { outcome: 'not-found' }
  /** Its state does not allow it; nothing was tried. */
  | { outcome: 'wrong-state'; charge: Charge; reason: string }
  /** The owner has nothing to pay with: it is charged once there is. */
  | { outcome: 'blocked'; charge: Charge; reason: string }
  /** Charging is switched off. */
  | { outcome: 'paused' }
  /** `charged`, or in Stripe's hands (`processing`). */
  | { outcome: 'charged'; charge: Charge }
  /** Declined, refused, or the payer has to authenticate. */
  | { outcome: 'declined'; charge: Charge }
  /** Nobody knows yet; `recover-operations` finds out. */
  | { outcome: 'unknown'; charge: Charge };

/**
 * Takes the money of a charge, once. The request is frozen in the record before Stripe is asked, so whatever
 * crashes, repeats or runs at the same time, there is at most one payment. A declined payment stays payable
 * at Stripe: charging again tries the same one.
 *
 * `seed` names the request: one that broke off after its try, and is made again, learns what came of that.
 * @throws StripeDeniedError when Stripe does not accept our key; the charge is then as due as before
 */
export async function collectPayment(
  id: string,
  options: { keyPostfix?: string; seed?: string },
  ports: ChargePorts,
): Promise<Collected> {
  const charge = await ports.charges.find(id);
  if (!charge) return { outcome: 'not-found' };
  if (isAnswered(charge, options.seed)) return { outcome: outcomeOf(charge), charge };
  const obstacle = obstacleTo(charge);
  if (obstacle) return { outcome: 'wrong-state', charge, reason: obstacle };
  if (await ports.isPaused()) return { outcome: 'paused' };
  const payer = await ports.payerOf(charge.owner);
  if (!payer?.payment_method) return block(charge, payer, ports);

  const method = payer.payment_method;
  const begun = await beginOn(charge, ports.charges, (current) =>
    obstacleTo(current) === null
      ? begin(current, { ...payer, payment_method: method }, options, ports.time.now())
      : null,
  );
  if (!begun) {
    return { outcome: 'wrong-state', charge, reason: 'This charge is being charged by somebody else.' };
  }
  const driven = await driveOperation(begun, chargeCourse(ports), ports, false);
  const present = driven.record ?? begun;
  const isOutOfTheWay = begun.operation?.kind === 'cancel_payment' && driven.outcome === 'done';
  if (isOutOfTheWay && obstacleTo(present) === null) return collectPayment(id, options, ports);
  return { outcome: outcomeOf(present), charge: present };
}

/** Why a charge cannot be charged now; null if it can. */
function obstacleTo(charge: Charge): string | null {
  if (charge.is_held) return 'This charge was imported and is held until release-imported has looked at it.';
  if (charge.erased_at !== null) return 'Its owner was erased: there is nobody to charge.';
  switch (charge.state) {
    case 'charged':
      return 'Already charged.';
    case 'charging':
    case 'processing':
    case 'unknown':
      return `This charge is in progress (state: ${charge.state}).`;
    default:
      return charge.operation === null ? null : 'This charge is being worked on. Try again later.';
  }
}

async function block(charge: Charge, payer: Payer | null, ports: ChargePorts): Promise<Collected> {
  const reason = payer ? 'The customer of this owner has no card.' : 'This owner has no active customer.';
  if (charge.state !== 'pending') return { outcome: 'blocked', charge, reason };
  const blocked = written({ ...charge, state: 'blocked' as const }, charge, ports.time.now());
  const isWritten = await ports.charges.save(blocked, charge);
  return { outcome: 'blocked', charge: isWritten ? blocked : charge, reason };
}

type ReadyPayer = Payer & { payment_method: string };

function begin(
  charge: Charge,
  payer: ReadyPayer,
  { keyPostfix, seed }: { keyPostfix?: string; seed?: string },
  now: number,
): Charge {
  const step = nextStep(charge, payer);
  const operation = beginOperation(
    {
      kind: step.kind,
      recordId: charge.id,
      request: () => step.request,
      ...(keyPostfix !== undefined && { keyPostfix }),
      input: { state_before: charge.state },
    },
    now,
  );
  if (step.kind === 'cancel_payment') return written({ ...charge, operation }, charge, now);
  const { customer_id, stripe_customer_id } = payer;
  const tried = { customer_id, stripe_customer_id, tried_by: seed ?? ulid(now) };
  return written({ ...charge, ...tried, state: 'charging', operation }, charge, now);
}

/** Whether the last try was this very request's, and is over. */
function isAnswered({ tried_by, operation, state }: Charge, seed: string | undefined): boolean {
  return (
    seed !== undefined &&
    tried_by === seed &&
    operation === null &&
    state !== 'pending' &&
    state !== 'blocked'
  );
}

/**
 * A further try of the payment there is, or a new payment where there is none that can be paid. An intent is
 * bound to the customer that it was made for: for another one it is cancelled first, since two payable intents
 * could become two payments.
 */
function nextStep(charge: Charge, payer: ReadyPayer): { kind: OperationKind; request: FrozenRequest } {
  const { stripe_payment_intent_id: intentId } = charge;
  if (intentId === null || charge.error?.code === CANCELED.code) {
    const request = createPaymentRequest(charge, payer.stripe_customer_id, payer.payment_method);
    return { kind: 'create_payment', request };
  }
  return charge.stripe_customer_id === payer.stripe_customer_id
    ? { kind: 'confirm_payment', request: confirmPaymentRequest(intentId, payer.payment_method) }
    : { kind: 'cancel_payment', request: cancelPaymentRequest(intentId) };
}

function outcomeOf(charge: Charge): 'charged' | 'declined' | 'unknown' {
  switch (charge.state) {
    case 'charged':
    case 'processing':
      return 'charged';
    case 'failed':
    case 'action_required':
      return 'declined';
    default:
      return 'unknown';
  }
}
