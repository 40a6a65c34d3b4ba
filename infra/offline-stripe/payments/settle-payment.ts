import type { Account } from '../account';
import { resourceMissing } from '../http/api-error';
import type { Emit } from '../http/emit';
import type { PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import { attemptPayment } from './attempt-payment';
import { settleCharge } from './charge-card';
import { findCharge, requireStatus } from './find-payment';
import { failIntent, moveByCharge } from './move-intent';

type Ending = 'succeed' | 'fail';

/** The customer has completed the authentication, or not. */
export function authenticatePayment(
  account: Account,
  intent: PaymentIntent,
  ending: Ending,
  emit: Emit,
): PaymentIntent {
  requireStatus(intent, 'authenticated', 'requires_action');
  const method = methodOf(account, intent);
  if (ending === 'fail') return failIntent(account, intent, { ...NOT_AUTHENTICATED, method }, emit);
  if (method === undefined)
    throw resourceMissing('PaymentMethod', intent.payment_method ?? '', 'payment_method');
  account.payments.network.authenticate(method.id);
  return attemptPayment(account, intent, { method, offSession: false, authenticated: true }, emit);
}

/** The card network has come to a decision about a payment that it left open. */
export function settlePayment(
  account: Account,
  intent: PaymentIntent,
  ending: Ending,
  emit: Emit,
): PaymentIntent {
  requireStatus(intent, 'settled', 'processing');
  const open = findCharge(account, intent.latest_charge ?? '');
  const failed = ending === 'fail' ? DECLINED : undefined;
  const charge = settleCharge(account, open, { capture: intent.capture_method, failed }, emit);
  return moveByCharge(account, intent, { charge, method: methodOf(account, intent) }, emit);
}

const DECLINED = {
  failure_code: 'card_declined',
  failure_message: 'Your card was declined.',
  paid: false,
  receipt_url: null,
};
const NOT_AUTHENTICATED = {
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
  type: 'invalid_request_error',
} as const;

function methodOf(account: Account, intent: PaymentIntent): PaymentMethod | undefined {
  return account.paymentMethods.get(intent.payment_method ?? '');
}
