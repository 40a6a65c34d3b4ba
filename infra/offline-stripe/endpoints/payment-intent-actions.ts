import { invalidRequest } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import type { PaymentIntent } from '../objects/payment-intent';
import { boolean, oneOf } from '../params/kinds';
import { mergeMetadata } from '../params/metadata';
import { captureCharge } from '../payments/charge-card';
import { checkConfirmation, confirmIntent, confirmParams } from '../payments/confirm-intent';
import { amount } from '../payments/currencies';
import { findCharge, findIntent, payableMethod, requireStatus } from '../payments/find-payment';
import { moveIntent } from '../payments/move-intent';
import { release } from '../payments/refund-charge';
import { intentParams, reviseIntent } from './payment-intent-params';

const { capture_method, metadata, payment_method, receipt_email } = intentParams;
const { setup_future_usage, statement_descriptor_suffix } = intentParams;

/** What brings an intent into another state. */
export const paymentIntentActions = [
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    params: { ...confirmParams, capture_method, payment_method, receipt_email, setup_future_usage },
    returns: 'payment_intent',
    handle({ account, path, params: { payment_method, ...params }, emit }) {
      const before = findIntent(account, path.id);
      requireStatus(
        before,
        'confirmed',
        'requires_payment_method',
        'requires_confirmation',
        'requires_action',
      );
      const {
        error_on_requires_action: _,
        off_session: __,
        return_url: ___,
        use_stripe_sdk: ____,
        ...said
      } = params;
      const intent = reviseIntent(account, before, said);
      const id = payment_method ?? before.payment_method;
      const found = id === null ? undefined : payableMethod(account, id, before.customer);
      return confirmIntent(account, intent, checkConfirmation(intent, found, params), params, emit);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/capture',
    params: { amount_to_capture: amount, final_capture: boolean, metadata, statement_descriptor_suffix },
    returns: 'payment_intent',
    handle({ account, path, params, emit }) {
      const before = findIntent(account, path.id);
      requireStatus(before, 'captured', 'requires_capture');
      const taken = params.amount_to_capture ?? before.amount_capturable;
      if (taken > before.amount_capturable) {
        throw invalidRequest(
          'The amount to capture is greater than the amount that can be captured of this PaymentIntent.',
          { code: 'amount_too_large', param: 'amount_to_capture' },
        );
      }
      const after: PaymentIntent = {
        ...before,
        amount_capturable: 0,
        amount_received: taken,
        metadata: mergeMetadata(before.metadata, params.metadata),
        status: 'succeeded',
        statement_descriptor_suffix: params.statement_descriptor_suffix ?? before.statement_descriptor_suffix,
      };
      captureCharge(account, findCharge(account, before.latest_charge ?? ''), taken, emit);
      return moveIntent(account, after, 'succeeded', emit);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    params: {
      cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
    },
    returns: 'payment_intent',
    handle({ account, path, params, emit }) {
      const before = findIntent(account, path.id);
      requireStatus(
        before,
        'canceled',
        'requires_payment_method',
        'requires_capture',
        'requires_confirmation',
        'requires_action',
      );
      const { latest_charge, status } = before;
      if (status === 'requires_capture') release(account, findCharge(account, latest_charge ?? ''), emit);
      const canceled: PaymentIntent = {
        ...before,
        amount_capturable: 0,
        canceled_at: account.now(),
        cancellation_reason: params.cancellation_reason ?? null,
        next_action: null,
        status: 'canceled',
      };
      return moveIntent(account, canceled, 'canceled', emit);
    },
  }),
];
