import type { Account } from '../account';
import { findPaymentMethod } from '../cards/attach-payment-method';
import { ApiError, invalidRequest, resourceMissing } from '../http/api-error';
import type { Charge } from '../objects/charge';
import type { IntentStatus, PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';

export function findIntent(account: Account, id: string, param?: string): PaymentIntent {
  const intent = account.payments.intents.get(id);
  if (intent === undefined) throw resourceMissing('payment_intent', id, param);
  return intent;
}

export function findCharge(account: Account, id: string, param?: string): Charge {
  const charge = account.payments.charges.get(id);
  if (charge === undefined) throw resourceMissing('charge', id, param);
  return charge;
}

/** @throws {ApiError} 400 `payment_intent_unexpected_state`, with the intent, in any other state. */
export function requireStatus(intent: PaymentIntent, done: string, ...allowed: IntentStatus[]): void {
  if (allowed.includes(intent.status)) return;
  const message =
    intent.status === 'succeeded' && done === 'confirmed'
      ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
      : `This PaymentIntent could not be ${done} because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${done}: ${allowed.join(', ')}.`;
  throw unexpectedState(intent, message);
}

export function unexpectedState(intent: PaymentIntent, message: string): ApiError {
  return new ApiError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: intent,
  });
}

/**
 * The payment method to take money of: the customer's own, or one that belongs to nobody yet.
 * @throws {ApiError} 400 when it is somebody else's, or was used up or detached.
 */
export function payableMethod(account: Account, id: string, customer: string | null): PaymentMethod {
  const method = findPaymentMethod(account, id, 'payment_method');
  const { customer: owner } = method;
  const refuse = (message: string) => invalidRequest(message, { param: 'payment_method' });
  if (owner === null && account.detached.has(method.id)) {
    throw refuse(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, or was detached from a Customer, and may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    );
  }
  if (owner === null || owner === customer) return method;
  throw refuse(
    customer === null
      ? `The PaymentMethod ${method.id} belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`
      : `The PaymentMethod ${method.id} does not belong to the Customer you supplied ${customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
  );
}
