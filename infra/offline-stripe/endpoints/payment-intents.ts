import { invalidRequest } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import { makePaymentIntent } from '../objects/payment-intent';
import { range, string } from '../params/kinds';
import { checkConfirmation, confirmIntent, confirmParams } from '../payments/confirm-intent';
import { amount, currency, requireChargeable } from '../payments/currencies';
import { findIntent, payableMethod, requireStatus } from '../payments/find-payment';
import { refuseForCard } from '../payments/statement-descriptor';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';
import { intentParams, newIntentParams, readAutomatic, reviseIntent } from './payment-intent-params';

const { off_session, error_on_requires_action, return_url, use_stripe_sdk } = confirmParams;

export const paymentIntents = [
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents',
    params: {
      ...newIntentParams,
      ...intentParams,
      off_session,
      error_on_requires_action,
      return_url,
      use_stripe_sdk,
    },
    returns: 'payment_intent',
    handle({ account, params, emit }) {
      const { amount, currency, automatic_payment_methods: automatic, ...further } = params;
      const { confirm = false, confirmation_method = 'automatic', payment_method, ...rest } = further;
      const { off_session, error_on_requires_action, return_url, use_stripe_sdk, ...said } = rest;
      for (const [param, value] of Object.entries({ off_session, error_on_requires_action, return_url })) {
        if (!confirm && value !== undefined) throw onlyWithConfirm(param);
      }
      requireChargeable(amount, currency);
      const made = {
        ...makePaymentIntent(account.now(), amount, currency),
        automatic_payment_methods: readAutomatic(automatic),
        confirmation_method,
      };
      const intent = reviseIntent(account, made, said);
      // As for the Charges API: without a payment method the customer's default source pays.
      const fallback = confirm ? account.customers.get(intent.customer ?? '')?.default_source : undefined;
      const id = payment_method ?? fallback ?? undefined;
      const method = id === undefined ? undefined : payableMethod(account, id, intent.customer);
      if (method !== undefined) refuseForCard(intent.statement_descriptor);
      if (confirm) checkConfirmation(intent, method, rest);

      if (method === undefined) {
        account.payments.intents.put(intent);
        emit('payment_intent.created', intent);
        return intent;
      }
      account.paymentMethods.put(method);
      const ready = account.payments.intents.put({
        ...intent,
        payment_method: method.id,
        status: 'requires_confirmation',
      });
      emit('payment_intent.created', ready);
      return confirm ? confirmIntent(account, ready, method, rest, emit) : ready;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents',
    params: { ...pagination, created: range, customer: string },
    returns: { list: 'payment_intent' },
    handle({ account, params }) {
      const found = account.payments.intents.newestFirst(
        ({ created, customer }) =>
          inRange(created, params.created) && (params.customer === undefined || customer === params.customer),
      );
      return page(found, params, '/v1/payment_intents', 'payment_intent');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents/:id',
    params: { client_secret: string },
    returns: 'payment_intent',
    handle: ({ account, path }) => findIntent(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id',
    params: { ...intentParams, amount, currency },
    returns: 'payment_intent',
    handle({ account, path, params: { amount, currency, payment_method, ...said } }) {
      const before = findIntent(account, path.id);
      const { description, metadata, receipt_email, ...terms } = said;
      // What the customer is shown and asked for stays as it was once the payment is under way.
      const asked = { amount, currency, payment_method, ...terms };
      if (Object.values(asked).some((value) => value !== undefined)) {
        requireStatus(
          before,
          'updated',
          'requires_payment_method',
          'requires_confirmation',
          'requires_action',
        );
      }
      const revised = reviseIntent(account, before, said);
      const after = {
        ...revised,
        amount: amount ?? before.amount,
        currency: currency ?? before.currency,
      };
      requireChargeable(after.amount, after.currency);
      if (payment_method === undefined) return account.payments.intents.put(after);
      const method = account.paymentMethods.put(payableMethod(account, payment_method, after.customer));
      refuseForCard(after.statement_descriptor);
      return account.payments.intents.put({
        ...after,
        next_action: null,
        payment_method: method.id,
        status: 'requires_confirmation',
      });
    },
  }),
];

function onlyWithConfirm(param: string) {
  return invalidRequest(
    `The parameter \`${param}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
    { param },
  );
}
