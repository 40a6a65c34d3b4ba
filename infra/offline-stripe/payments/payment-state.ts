import type { Emit } from '../http/emit';
import type { Charge } from '../objects/charge';
import type { Dispute } from '../objects/dispute';
import type { PaymentIntent } from '../objects/payment-intent';
import type { Refund } from '../objects/refund';
import { Collection } from '../store/collection';
import { CardNetwork } from './card-network';

/** Told of every later state of a payment. */
export type FollowUp = (intent: PaymentIntent, emit: Emit) => void;

/** The account's payments, and the card network they go through. */
export interface PaymentState {
  readonly intents: Collection<PaymentIntent>;
  readonly charges: Collection<Charge>;
  readonly refunds: Collection<Refund>;
  readonly disputes: Collection<Dispute>;
  readonly network: CardNetwork;
  /** Who follows a payment, by the intent's id. */
  readonly followUps: Map<string, FollowUp>;
}

export function createPayments(): PaymentState {
  return {
    intents: new Collection<PaymentIntent>(),
    charges: new Collection<Charge>(),
    refunds: new Collection<Refund>(),
    disputes: new Collection<Dispute>(),
    network: new CardNetwork(),
    followUps: new Map<string, FollowUp>(),
  };
}

export function clearPayments(payments: PaymentState): void {
  for (const held of Object.values(payments)) held.clear();
}
