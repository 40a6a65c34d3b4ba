import type { Account } from '../account';
import { attach, attachable, detach, findPaymentMethod } from '../cards/attach-payment-method';
import { readCard } from '../cards/card-details';
import { findUnusedToken, useToken } from '../cards/find-token';
import { deleteCard, withoutCard } from '../cards/saved-cards';
import { invalidRequest } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import { detailsOf } from '../objects/card';
import { asPaymentMethod, makePaymentMethod, type PaymentMethod } from '../objects/payment-method';
import { integer, object, oneOf, required, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { emitUpdate } from '../store/emit-update';
import { newId } from '../store/new-id';
import { findCustomer } from './find-customer';
import { listPaymentMethods, paymentMethodFilters } from './list-payment-methods';
import { allowRedisplay, billingDetails, cardOrToken, mergeBilling } from './payment-method-params';

export const paymentMethods = [
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods',
    params: {
      type: required(oneOf('card')),
      card: required(cardOrToken),
      billing_details: billingDetails,
      allow_redisplay: allowRedisplay,
      metadata,
    },
    returns: 'payment_method',
    handle({ account, params }) {
      const made = makeFrom(account, params.card);
      return account.paymentMethods.put({
        ...made,
        allow_redisplay: params.allow_redisplay ?? made.allow_redisplay,
        billing_details: mergeBilling(made.billing_details, params.billing_details),
        metadata: mergeMetadata({}, params.metadata),
      });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods',
    params: { ...paymentMethodFilters, customer: string },
    returns: { list: 'payment_method' },
    handle({ account, params }) {
      if (params.customer !== undefined) findCustomer(account, params.customer, 'customer');
      return listPaymentMethods(account, params.customer, params, '/v1/payment_methods');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods/:id',
    params: {},
    returns: 'payment_method',
    handle: ({ account, path }) => account.paymentMethods.put(findPaymentMethod(account, path.id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id',
    params: {
      allow_redisplay: allowRedisplay,
      billing_details: billingDetails,
      card: object({ exp_month: integer({ min: 1, max: 12 }), exp_year: integer({ min: 1970 }) }),
      metadata,
    },
    returns: 'payment_method',
    handle({ account, path, params, emit }) {
      const before = findPaymentMethod(account, path.id);
      if (before.customer === null) {
        throw invalidRequest('You must save this PaymentMethod to a customer before you can update it.');
      }
      const after = account.paymentMethods.put({
        ...before,
        allow_redisplay: params.allow_redisplay ?? before.allow_redisplay,
        billing_details: mergeBilling(before.billing_details, params.billing_details),
        card: { ...before.card, ...params.card },
        metadata: mergeMetadata(before.metadata, params.metadata),
      });
      const saved = account.cards.get(after.id);
      if (saved !== undefined) account.cards.put({ ...saved, ...params.card, metadata: after.metadata });
      emitUpdate(emit, 'payment_method.updated', before, after);
      return after;
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    params: { customer: required(string) },
    returns: 'payment_method',
    handle({ account, path, params, emit }) {
      const { id } = findCustomer(account, params.customer, 'customer');
      const attached = attachable(account, findPaymentMethod(account, path.id), id);
      attach(account, attached, emit);
      return attached;
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    params: {},
    returns: 'payment_method',
    handle({ account, path, emit }) {
      const attached = findPaymentMethod(account, path.id);
      const customer = account.customers.get(attached.customer ?? '');
      if (customer === undefined) {
        throw invalidRequest(
          'The payment method you provided is not attached to a customer so detachment is impossible.',
        );
      }
      const detached = detach(account, attached, emit);
      const card = account.cards.get(attached.id);
      if (card !== undefined) deleteCard(account, card, emit);
      const after = account.customers.put(withoutCard(account, customer, attached.id));
      emitUpdate(emit, 'customer.updated', customer, after);
      return detached;
    },
  }),
];

function makeFrom(account: Account, sent: ReturnType<typeof cardOrToken.read>): PaymentMethod {
  const id = newId('pm');
  if (!('token' in sent)) return makePaymentMethod(id, account.now(), readCard(sent, account.now()));
  const token = findUnusedToken(account, sent.token, 'card[token]');
  useToken(account, token);
  const { billing_details } = asPaymentMethod(token.card, account.now());
  return makePaymentMethod(id, account.now(), detailsOf(token.card), billing_details);
}
