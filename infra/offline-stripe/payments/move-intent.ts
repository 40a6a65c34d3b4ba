import type { Account } from '../account';
import type { Emit } from '../http/emit';
import { documentation } from '../http/error-answer';
import type { Charge } from '../objects/charge';
import type { PaymentError, PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';

/** Saves the next state of an intent, announces it, and tells who follows the payment. */
export function moveIntent(
  account: Account,
  intent: PaymentIntent,
  event: string,
  emit: Emit,
): PaymentIntent {
  account.payments.intents.put(intent);
  emit(`payment_intent.${event}`, intent);
  account.payments.followUps.get(intent.id)?.(intent, emit);
  return intent;
}

/** The state that a charge, made or settled, brings its intent to. */
export function moveByCharge(
  account: Account,
  intent: PaymentIntent,
  { charge, method }: { charge: Charge; method: PaymentMethod | undefined },
  emit: Emit,
): PaymentIntent {
  const next = { ...intent, latest_charge: charge.id, next_action: null, processing: null };
  if (charge.status === 'failed') {
    return failIntent(account, next, { charge: charge.id, method, ...failureOf(charge) }, emit);
  }
  if (charge.status === 'pending') {
    const open: PaymentIntent = { ...next, processing: { type: 'card' }, status: 'processing' };
    return moveIntent(account, open, 'processing', emit);
  }
  const { amount } = intent;
  return charge.captured
    ? moveIntent(account, { ...next, amount_received: amount, status: 'succeeded' }, 'succeeded', emit)
    : moveIntent(
        account,
        { ...next, amount_capturable: amount, status: 'requires_capture' },
        'amount_capturable_updated',
        emit,
      );
}

interface Failure {
  charge?: string;
  code: string;
  decline_code?: string;
  message: string;
  method: PaymentMethod | undefined;
  type?: PaymentError['type'];
}

/** An attempt has failed: the intent waits for another payment method. */
export function failIntent(
  account: Account,
  intent: PaymentIntent,
  { method, type = 'card_error', ...failure }: Failure,
  emit: Emit,
): PaymentIntent {
  const failed: PaymentIntent = {
    ...intent,
    last_payment_error: {
      ...failure,
      doc_url: documentation(failure.code),
      ...(method === undefined ? {} : { payment_method: method }),
      type,
    },
    next_action: null,
    payment_method: null,
    processing: null,
    status: 'requires_payment_method',
  };
  return moveIntent(account, failed, 'payment_failed', emit);
}

function failureOf({ failure_code, failure_message, outcome }: Charge) {
  const code = failure_code ?? 'card_declined';
  const message = failure_message ?? 'Your card was declined.';
  const reason = outcome?.reason ?? null;
  // Failures that have a code of their own, such as `expired_card`, repeat it as the reason.
  const repeated = reason === code && code !== 'authentication_required';
  return { code, message, ...(reason === null || repeated ? {} : { decline_code: reason }) };
}
