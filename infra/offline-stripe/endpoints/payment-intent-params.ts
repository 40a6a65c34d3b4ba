import type { Account } from '../account';
import type { PaymentIntent } from '../objects/payment-intent';
import { array, boolean, email, object, oneOf, required, string, text, unsettable } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import type { Read } from '../params/read-fields';
import { amount, currency } from '../payments/currencies';
import { statementDescriptor } from '../payments/statement-descriptor';
import { findCustomer } from './find-customer';

/** What can be said of an intent when it is created and later. */
export const intentParams = {
  allowed_payment_method_types: array(string),
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  customer: string,
  description: text,
  metadata,
  payment_method: string,
  receipt_email: unsettable(email),
  setup_future_usage: unsettable(oneOf('off_session', 'on_session')),
  statement_descriptor: statementDescriptor,
  statement_descriptor_suffix: statementDescriptor,
};

/** What is said only at its creation. */
export const newIntentParams = {
  amount: required(amount),
  currency: required(currency),
  automatic_payment_methods: object({
    enabled: required(boolean),
    allow_redirects: oneOf('always', 'never'),
  }),
  confirm: boolean,
  confirmation_method: oneOf('automatic', 'manual'),
};

/** Which payment methods a checkout may offer; all of them unless it is said otherwise. */
export function readAutomatic(
  sent: Read<typeof newIntentParams>['automatic_payment_methods'],
): PaymentIntent['automatic_payment_methods'] {
  const { allow_redirects = 'always', enabled } = sent ?? { enabled: true };
  return enabled ? { allow_redirects, enabled } : null;
}

/** The intent with what was sent; the payment method is the caller's matter. */
export function reviseIntent(
  account: Account,
  intent: PaymentIntent,
  params: Omit<Read<typeof intentParams>, 'payment_method'>,
): PaymentIntent {
  const { metadata: change, ...plain } = params;
  if (plain.customer !== undefined) findCustomer(account, plain.customer, 'customer');
  return { ...intent, ...plain, metadata: mergeMetadata(intent.metadata, change) };
}
