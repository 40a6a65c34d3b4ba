import type { Account } from '../account';
import { cancelSubscriptionsOf } from '../billing/end-subscription';
import {
  attach,
  attachable,
  detach,
  findPaymentMethod,
  requireAttached,
} from '../cards/attach-payment-method';
import { findUnusedToken } from '../cards/find-token';
import {
  cardsOf,
  deleteCard,
  requireLinked,
  saveCard,
  verifiedCard,
  withoutCard,
} from '../cards/saved-cards';
import { endpoint } from '../http/endpoint';
import { makeCustomer } from '../objects/customer';
import { range, string } from '../params/kinds';
import { emitUpdate } from '../store/emit-update';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';
import { newId } from '../store/new-id';
import { customerParams, revise } from './customer-params';
import { findCustomer } from './find-customer';

const DEFAULT_PAYMENT_METHOD = 'invoice_settings[default_payment_method]';

export const customers = [
  endpoint({
    method: 'POST',
    path: '/v1/customers',
    params: { ...customerParams, payment_method: string },
    returns: 'customer',
    handle({ account, params: { payment_method, ...params }, emit }) {
      const revised = revise(makeCustomer(newId('cus', 14), account.now()), params);
      const { id, invoice_settings: invoices } = revised;
      const added = prepareSource(account, params.source, id);
      const method =
        payment_method === undefined
          ? undefined
          : attachable(account, findPaymentMethod(account, payment_method, 'payment_method'), id);
      // The default may be named by the same id as the method, also a magic one that stands for a new method.
      const asked = invoices.default_payment_method;
      const fallback = asked !== null && asked === payment_method && method !== undefined ? method.id : asked;
      if (fallback !== null && fallback !== method?.id)
        requireAttached(account, id, fallback, DEFAULT_PAYMENT_METHOD);

      const customer = account.customers.put({
        ...revised,
        default_source: added?.card.id ?? null,
        invoice_settings: { ...invoices, default_payment_method: fallback },
      });
      emit('customer.created', customer);
      if (added !== undefined) saveCard(account, added.card, added.token, emit);
      if (method !== undefined) attach(account, method, emit);
      return customer;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers',
    params: { ...pagination, created: range, email: string },
    returns: { list: 'customer' },
    handle({ account, params }) {
      const found = account.customers.newestFirst(
        ({ created, email }) =>
          inRange(created, params.created) && (params.email === undefined || email === params.email),
      );
      return page(found, params, '/v1/customers', 'customer');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id',
    params: {},
    returns: 'customer',
    handle({ account, path: { id } }) {
      return account.customers.wasDeleted(id) ? tombstone(id) : findCustomer(account, id);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/customers/:id',
    params: { ...customerParams, default_source: string },
    returns: 'customer',
    handle({ account, path: { id }, params: { default_source, ...params }, emit }) {
      const before = findCustomer(account, id);
      const asked = params.invoice_settings?.default_payment_method;
      if (asked) requireAttached(account, id, asked, DEFAULT_PAYMENT_METHOD);
      if (default_source !== undefined) requireLinked(account, id, default_source);
      const revised = revise(before, params);
      const added = prepareSource(account, params.source, id);

      let after = { ...revised, default_source: default_source ?? before.default_source };
      if (added !== undefined) {
        saveCard(account, added.card, added.token, emit);
        const replaced = account.cards.get(before.default_source ?? '');
        if (replaced !== undefined) {
          deleteCard(account, replaced, emit);
          after = withoutCard(account, after, replaced.id);
        }
        after = { ...after, default_source: added.card.id };
      }
      account.customers.put(after);
      emitUpdate(emit, 'customer.updated', before, after);
      return after;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/customers/:id',
    params: {},
    returns: 'customer',
    handle({ account, path: { id }, emit }) {
      const customer = findCustomer(account, id);
      cancelSubscriptionsOf(account, id, emit);
      for (const card of cardsOf(account, id)) deleteCard(account, card, emit);
      const methods = account.paymentMethods.newestFirst((method) => method.customer === id);
      for (const method of methods) detach(account, method, emit);
      account.customers.delete(id);
      emit('customer.deleted', customer);
      return tombstone(id);
    },
  }),
];

function prepareSource(account: Account, source: string | undefined, customer: string) {
  if (source === undefined) return undefined;
  const token = findUnusedToken(account, source, 'source');
  return { token, card: verifiedCard(token, customer) };
}

function tombstone(id: string) {
  return { id, object: 'customer', deleted: true };
}
