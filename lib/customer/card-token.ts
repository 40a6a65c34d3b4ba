import type { FrozenRequest } from '../operation/operation';

/**
 * What a browser may send for a card: a payment method, or (from older stripe.js) a token or source.
 * This file is the only place that knows they are sent to Stripe in different ways.
 * https://docs.stripe.com/payments/older-apis
 */
const TOKEN = /^(tok|src|pm)_[A-Za-z0-9_]{1,58}$/;

export function isCardToken(id: string): boolean {
  return TOKEN.test(id);
}

/** One request makes the customer with its card, so a refused card leaves no customer behind. */
export function createCustomerRequest(input: {
  token: string;
  description: string;
  metadata: Record<string, string>;
}): FrozenRequest {
  const { token, description, metadata } = input;
  const card = isPaymentMethod(token)
    ? { payment_method: token, invoice_settings: { default_payment_method: token } }
    : { source: token };
  return {
    method: 'POST',
    path: '/v1/customers',
    params: { ...card, description, metadata, expand: EXPAND },
  };
}

/** Adds the card beside the others. Sending it as `source` of the customer would drop the old default. */
export function attachCardRequest(
  stripeCustomerId: string,
  token: string,
  metadata: Record<string, string>,
): FrozenRequest {
  return isPaymentMethod(token)
    ? { method: 'POST', path: `/v1/payment_methods/${token}/attach`, params: { customer: stripeCustomerId } }
    : {
        method: 'POST',
        path: `/v1/customers/${stripeCustomerId}/sources`,
        params: { source: token, metadata },
      };
}

/**
 * Makes the card the default for charges and invoices. A payment method named in the invoice settings wins
 * over `default_source`, so for a card or source that entry is emptied.
 */
export function makeDefaultRequest(stripeCustomerId: string, cardId: string): FrozenRequest {
  const params = isPaymentMethod(cardId)
    ? { invoice_settings: { default_payment_method: cardId } }
    : { default_source: cardId, invoice_settings: { default_payment_method: '' } };
  return { method: 'POST', path: `/v1/customers/${stripeCustomerId}`, params: { ...params, expand: EXPAND } };
}

function isPaymentMethod(id: string): boolean {
  return id.startsWith('pm_');
}

/** Without these Stripe leaves the cards out of a customer. */
export const EXPAND = ['sources', 'invoice_settings.default_payment_method'];
