import { addProduct, newProduct, productData } from '../billing/add-product';
import { findProduct } from '../billing/find-in-catalog';
import { invalidRequest } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import { array, boolean, range, string, text } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { emitUpdate } from '../store/emit-update';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';

const more = { description: text, images: array(string), url: text };

export const products = [
  endpoint({
    method: 'POST',
    path: '/v1/products',
    params: { ...productData, ...more },
    returns: 'product',
    handle: ({ account, params: { description, images, url, ...params }, emit }) =>
      addProduct(
        account,
        newProduct(account, params, {
          description: description ?? null,
          images: images ?? [],
          url: url ?? null,
        }),
        emit,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products',
    params: { ...pagination, active: boolean, created: range, ids: array(string) },
    returns: { list: 'product' },
    handle({ account, params: { active, created, ids, ...cut } }) {
      const found = account.billing.products.newestFirst(
        (product) =>
          (active === undefined || product.active === active) &&
          (ids === undefined || ids.includes(product.id)) &&
          inRange(product.created, created),
      );
      return page(found, cut, '/v1/products', 'product');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products/:id',
    params: {},
    returns: 'product',
    handle: ({ account, path }) => findProduct(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/products/:id',
    params: {
      ...more,
      active: boolean,
      metadata,
      name: string,
      statement_descriptor: string,
      unit_label: text,
    },
    returns: 'product',
    handle({ account, path, params: { metadata: change, ...plain }, emit }) {
      const before = findProduct(account, path.id);
      const after = account.billing.products.put({
        ...before,
        ...plain,
        metadata: mergeMetadata(before.metadata, change),
        updated: account.now(),
      });
      emitUpdate(emit, 'product.updated', before, after);
      return after;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/products/:id',
    params: {},
    returns: 'product',
    handle({ account, path, emit }) {
      const product = findProduct(account, path.id);
      if (account.billing.prices.newestFirst((price) => price.product === product.id).length > 0) {
        throw invalidRequest(
          'This product cannot be deleted because it has one or more user-created prices.',
        );
      }
      account.billing.products.delete(product.id);
      emit('product.deleted', product);
      return { id: product.id, object: 'product', deleted: true };
    },
  }),
];
