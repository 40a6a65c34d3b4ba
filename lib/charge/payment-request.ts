import type { FrozenRequest } from '../operation/operation';
import type { Charge } from './charge';

/** So that one request shows the payment and its latest try. */
const EXPAND = ['latest_charge'];

/** Makes the payment and tries it, without anybody present: whoever has to authenticate is told later. */
export function createPaymentRequest(
  charge: Charge,
  stripeCustomerId: string,
  paymentMethod: string,
): FrozenRequest {
  const { id, amount, currency, description, statement_descriptor: suffix, source_type, source_id } = charge;
  return {
    method: 'POST',
    path: '/v1/payment_intents',
    params: {
      amount,
      currency,
      customer: stripeCustomerId,
      payment_method: paymentMethod,
      confirm: true,
      off_session: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      description,
      // Cards take a suffix only; the account's own prefix stands before it.
      ...(suffix && { statement_descriptor_suffix: suffix }),
      metadata: {
        aa_stripe_id: id,
        ...(source_type !== null && { source_type }),
        ...(source_id !== null && { source_id }),
      },
      expand: EXPAND,
    },
  };
}

/** Tries the same payment again, with the card that is the default now. */
export function confirmPaymentRequest(intentId: string, paymentMethod: string): FrozenRequest {
  return {
    method: 'POST',
    path: `/v1/payment_intents/${intentId}/confirm`,
    params: { payment_method: paymentMethod, off_session: true, expand: EXPAND },
  };
}

/** Makes sure that a payment can never be paid any more. */
export function cancelPaymentRequest(intentId: string): FrozenRequest {
  return {
    method: 'POST',
    path: `/v1/payment_intents/${intentId}/cancel`,
    params: { cancellation_reason: 'abandoned', expand: EXPAND },
  };
}

/** Gives back part of a payment. The charge comes along, to show what is left of it. */
export function refundRequest(charge: Charge, refundId: string, amount: number): FrozenRequest {
  return {
    method: 'POST',
    path: '/v1/refunds',
    params: {
      ...(charge.stripe_charge_id !== null
        ? { charge: charge.stripe_charge_id }
        : { payment_intent: charge.stripe_payment_intent_id }),
      amount,
      metadata: { aa_stripe_id: charge.id, aa_stripe_refund_id: refundId },
      expand: ['charge'],
    },
  };
}
