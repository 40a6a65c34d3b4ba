import { holderFields } from '../cards/card-details';
import { findUnusedToken } from '../cards/find-token';
import { cardsOf, deleteCard, findCard, saveCard, verifiedCard, withoutCard } from '../cards/saved-cards';
import { endpoint } from '../http/endpoint';
import { asPaymentMethod } from '../objects/payment-method';
import { boolean, integer, oneOf, required, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { emitUpdate } from '../store/emit-update';
import { page, pagination } from '../store/list';
import { findCustomer } from './find-customer';

/** A customer's sources: cards made of tokens. */
export const sources = [
  endpoint({
    method: 'POST',
    path: '/v1/customers/:customer/sources',
    params: { source: required(string), metadata, validate: boolean },
    returns: 'card',
    handle({ account, path, params, emit }) {
      const customer = findCustomer(account, path.customer);
      const token = findUnusedToken(account, params.source, 'source');
      const card = { ...verifiedCard(token, customer.id), metadata: mergeMetadata({}, params.metadata) };
      saveCard(account, card, token, emit);
      const after = account.customers.put({
        ...customer,
        default_source: customer.default_source ?? card.id,
      });
      emitUpdate(emit, 'customer.updated', customer, after);
      return card;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/sources',
    params: { ...pagination, object: oneOf('card', 'source', 'bank_account') },
    returns: { list: 'card' },
    handle({ account, path, params }) {
      const { id } = findCustomer(account, path.customer);
      const found = cardsOf(account, id).filter((card) => card.object === (params.object ?? 'card'));
      return page(found, params, `/v1/customers/${id}/sources`, 'source');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/sources/:id',
    params: {},
    returns: 'card',
    handle: ({ account, path }) => findCard(account, findCustomer(account, path.customer).id, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/customers/:customer/sources/:id',
    params: {
      ...holderFields,
      exp_month: integer({ min: 1, max: 12 }),
      exp_year: integer({ min: 1970 }),
      metadata,
    },
    returns: 'card',
    handle({ account, path, params: { metadata: change, ...plain }, emit }) {
      const before = findCard(account, findCustomer(account, path.customer).id, path.id);
      const after = { ...before, ...plain, metadata: mergeMetadata(before.metadata, change) };
      account.cards.put(after);
      const created = account.paymentMethods.get(after.id)?.created ?? account.now();
      account.paymentMethods.put(asPaymentMethod(after, created));
      emitUpdate(emit, 'customer.source.updated', before, after);
      return after;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/customers/:customer/sources/:id',
    params: {},
    returns: 'card',
    handle({ account, path, emit }) {
      const customer = findCustomer(account, path.customer);
      const card = findCard(account, customer.id, path.id);
      deleteCard(account, card, emit);
      const after = account.customers.put(withoutCard(account, customer, card.id));
      emitUpdate(emit, 'customer.updated', customer, after);
      return { id: card.id, object: 'card', deleted: true };
    },
  }),
];
