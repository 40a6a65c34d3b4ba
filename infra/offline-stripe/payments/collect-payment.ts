/**
 * collectPayment(account, payment, emit): PaymentIntent
 *
 * Takes money of a customer's saved card while the customer is away, as invoices do. It makes an intent and a
 * charge, announces them, and answers the intent; a decline is not thrown. The intent is then
 *   `succeeded`;
 *   `requires_payment_method`: declined, or in need of authentication (see `last_payment_error`);
 *   `requires_action`: only with `on_session: true`, when the customer is there to authenticate;
 *   `processing`: when the network was told to leave payments open.
 * It may come to another end later: confirmed with another card, authenticated, settled or canceled. Each
 * later state is told to `followUp(intent, emit)`, within the request that brings it about.
 */
import type { Account } from '../account';
import { findPaymentMethod } from '../cards/attach-payment-method';
import type { Emit } from '../http/emit';
import { makePaymentIntent, type PaymentIntent } from '../objects/payment-intent';
import type { Metadata } from '../params/metadata';
import { attemptPayment } from './attempt-payment';
import type { FollowUp } from './payment-state';

export interface Payment {
  readonly customer: string;
  /** Of a payment method or a card of the customer. */
  readonly payment_method: string;
  readonly amount: number;
  readonly currency: string;
  readonly description?: string | null;
  readonly metadata?: Metadata;
  readonly statement_descriptor_suffix?: string | null;
  readonly on_session?: boolean;
  readonly followUp?: FollowUp;
}

export function collectPayment(account: Account, payment: Payment, emit: Emit): PaymentIntent {
  const { amount, currency, on_session = false, payment_method, followUp, ...said } = payment;
  const intent = { ...makePaymentIntent(account.now(), amount, currency), ...said };
  account.payments.intents.put(intent);
  emit('payment_intent.created', intent);
  const method = findPaymentMethod(account, payment_method, 'payment_method');
  const answer = attemptPayment(account, intent, { method, offSession: !on_session }, emit);
  if (followUp !== undefined) account.payments.followUps.set(intent.id, followUp);
  return answer;
}
