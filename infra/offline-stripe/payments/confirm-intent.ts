import type { Account } from '../account';
import { invalidRequest, LastingRefusal } from '../http/api-error';
import type { Emit } from '../http/emit';
import type { PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import { boolean, string } from '../params/kinds';
import type { Read } from '../params/read-fields';
import { attemptPayment } from './attempt-payment';
import { unexpectedState } from './find-payment';
import { refuseForCard } from './statement-descriptor';

/** What is said only when an intent is confirmed. */
export const confirmParams = {
  error_on_requires_action: boolean,
  off_session: boolean,
  return_url: string,
  use_stripe_sdk: boolean,
};

/** What can be told before anything is done. @throws {ApiError} 400 for what cannot be confirmed so. */
export function checkConfirmation(
  intent: PaymentIntent,
  method: PaymentMethod | undefined,
  params: Read<typeof confirmParams>,
): PaymentMethod {
  if (method === undefined) {
    throw unexpectedState(
      intent,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    );
  }
  refuseForCard(intent.statement_descriptor);
  const redirects = intent.automatic_payment_methods?.allow_redirects === 'always';
  if (redirects && params.off_session !== true && params.return_url === undefined) {
    throw invalidRequest(
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    );
  }
  return method;
}

/** Confirms a checked intent. @throws {LastingRefusal} 402 when no money comes of it. */
export function confirmIntent(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  params: Read<typeof confirmParams>,
  emit: Emit,
): PaymentIntent {
  const after = attemptPayment(
    account,
    intent,
    {
      method,
      offSession: params.off_session ?? false,
      failOnAction: params.error_on_requires_action ?? false,
      returnUrl: params.use_stripe_sdk === true ? undefined : params.return_url,
    },
    emit,
  );
  if (after.last_payment_error === null) return after;
  throw new LastingRefusal(402, { ...after.last_payment_error, payment_intent: after });
}
