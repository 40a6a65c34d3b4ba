import { addPrice, recurring, updatePrice } from '../billing/add-price';
import { addProduct, newProduct, productData } from '../billing/add-product';
import { findPrice, findProduct } from '../billing/find-in-catalog';
import { invalidRequest } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import { makePrice } from '../objects/price';
import { currency } from '../params/currency';
import { array, boolean, integer, object, oneOf, range, required, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';
import { newId } from '../store/new-id';

const recurs = object({
  interval: required(oneOf('day', 'week', 'month', 'year')),
  interval_count: integer({ min: 1 }),
  trial_period_days: integer({ min: 0 }),
  usage_type: oneOf('licensed'),
});

export const prices = [
  endpoint({
    method: 'POST',
    path: '/v1/prices',
    params: {
      active: boolean,
      currency: required(currency),
      lookup_key: string,
      metadata,
      nickname: string,
      product: string,
      product_data: object(productData),
      recurring: recurs,
      tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
      unit_amount: required(integer({ min: 0 })),
    },
    returns: 'price',
    handle({ account, params, emit }) {
      const { metadata: tags, product: id, product_data: data, recurring: sent, ...plain } = params;
      if ((id === undefined) === (data === undefined)) {
        throw invalidRequest('You must pass exactly one of product and product_data.', { param: 'product' });
      }
      const period = sent === undefined ? null : recurring(sent, 'recurring[interval_count]');
      const made = data === undefined ? undefined : newProduct(account, data);
      const product = made?.id ?? findProduct(account, id ?? '', 'product').id;
      const terms = { ...plain, product, recurring: period };
      const price = {
        ...makePrice(newId('price'), account.now(), terms),
        metadata: mergeMetadata({}, tags),
      };
      if (made !== undefined) addProduct(account, made, emit);
      return addPrice(account, price, emit);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices',
    params: {
      ...pagination,
      active: boolean,
      created: range,
      currency,
      lookup_keys: array(string),
      product: string,
      type: oneOf('one_time', 'recurring'),
    },
    returns: { list: 'price' },
    handle({ account, params: { active, created, currency, lookup_keys: keys, product, type, ...cut } }) {
      const found = account.billing.prices.newestFirst(
        (price) =>
          (active === undefined || price.active === active) &&
          (currency === undefined || price.currency === currency) &&
          (keys === undefined || keys.includes(price.lookup_key ?? '')) &&
          (product === undefined || price.product === product) &&
          (type === undefined || price.type === type) &&
          inRange(price.created, created),
      );
      return page(found, cut, '/v1/prices', 'price');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices/:id',
    params: {},
    returns: 'price',
    handle: ({ account, path }) => findPrice(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/prices/:id',
    params: { active: boolean, lookup_key: string, metadata, nickname: string },
    returns: 'price',
    handle({ account, path, params: { metadata: change, ...plain }, emit }) {
      const before = findPrice(account, path.id);
      const after = { ...before, ...plain, metadata: mergeMetadata(before.metadata, change) };
      return updatePrice(account, before, after, emit);
    },
  }),
];
