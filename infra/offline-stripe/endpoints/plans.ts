import { addPrice, deletePrice, recurring, updatePrice } from '../billing/add-price';
import { addProduct, newProduct, productData } from '../billing/add-product';
import { alreadyExists, findPlan, findProduct } from '../billing/find-in-catalog';
import { endpoint } from '../http/endpoint';
import { asPlan } from '../objects/plan';
import { makePrice } from '../objects/price';
import { currency } from '../params/currency';
import type { Kind } from '../params/kind';
import { boolean, integer, object, oneOf, range, required, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import type { Read } from '../params/read-fields';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';
import { newId } from '../store/new-id';

const inlineProduct = object(productData);
/** A product by its id, or a new one. */
const idOrProduct: Kind<string | Read<typeof productData>> = {
  read: (value, param) =>
    typeof value === 'string' ? string.read(value, param) : inlineProduct.read(value, param),
};

/** The older API of recurring prices. */
export const plans = [
  endpoint({
    method: 'POST',
    path: '/v1/plans',
    params: {
      active: boolean,
      amount: required(integer({ min: 0 })),
      currency: required(currency),
      id: string,
      interval: required(oneOf('day', 'week', 'month', 'year')),
      interval_count: integer({ min: 1 }),
      metadata,
      nickname: string,
      product: required(idOrProduct),
      trial_period_days: integer({ min: 0 }),
      usage_type: oneOf('licensed'),
    },
    returns: 'plan',
    handle({ account, params, emit }) {
      const { active = true, amount, currency, id, nickname = null, product: sent } = params;
      if (id !== undefined && account.billing.prices.get(id) !== undefined) throw alreadyExists('Plan');
      const period = recurring(params, 'interval_count');
      const made = typeof sent === 'string' ? undefined : newProduct(account, sent);
      const product = typeof sent === 'string' ? findProduct(account, sent, 'product').id : (made?.id ?? '');
      const terms = { currency, product, recurring: period, unit_amount: amount };
      const price = {
        ...makePrice(id ?? newId('plan', 14), account.now(), terms),
        active,
        metadata: mergeMetadata({}, params.metadata),
        nickname,
      };
      if (made !== undefined) addProduct(account, made, emit);
      addPrice(account, price, emit);
      return findPlan(account, price.id).plan;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/plans',
    params: { ...pagination, active: boolean, created: range, product: string },
    returns: { list: 'plan' },
    handle({ account, params: { active, created, product, ...cut } }) {
      const all = account.billing.prices.newestFirst().flatMap((price) => asPlan(price) ?? []);
      const found = all.filter(
        (plan) =>
          (active === undefined || plan.active === active) &&
          (product === undefined || plan.product === product) &&
          inRange(plan.created, created),
      );
      return page(found, cut, '/v1/plans', 'plan');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/plans/:id',
    params: {},
    returns: 'plan',
    handle: ({ account, path }) => findPlan(account, path.id).plan,
  }),
  endpoint({
    method: 'POST',
    path: '/v1/plans/:id',
    params: {
      active: boolean,
      metadata,
      nickname: string,
      product: string,
      trial_period_days: integer({ min: 0 }),
    },
    returns: 'plan',
    handle({ account, path, params, emit }) {
      const { metadata: change, trial_period_days: trial, ...plain } = params;
      const { price: before } = findPlan(account, path.id);
      if (params.product !== undefined) findProduct(account, params.product, 'product');
      const { recurring: period } = before;
      const after = {
        ...before,
        ...plain,
        metadata: mergeMetadata(before.metadata, change),
        recurring: period && { ...period, trial_period_days: trial ?? period.trial_period_days },
      };
      updatePrice(account, before, after, emit);
      return findPlan(account, path.id).plan;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/plans/:id',
    params: {},
    returns: 'plan',
    handle({ account, path, emit }) {
      const { price } = findPlan(account, path.id);
      deletePrice(account, price, emit);
      return { id: price.id, object: 'plan', deleted: true };
    },
  }),
];
