import { alreadyExists, findCoupon } from '../billing/find-in-catalog';
import { endpoint } from '../http/endpoint';
import { couponAt, makeCoupon } from '../objects/coupon';
import { range, string, text } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { emitUpdate } from '../store/emit-update';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';
import { randomText } from '../store/new-id';
import { checkTerms, couponTerms } from './coupon-params';

export const coupons = [
  endpoint({
    method: 'POST',
    path: '/v1/coupons',
    params: { ...couponTerms, id: string, metadata },
    returns: 'coupon',
    handle({ account, params: { id = randomText(8), metadata: tags, ...terms }, emit }) {
      checkTerms(terms, account.now());
      if (account.billing.coupons.get(id) !== undefined) throw alreadyExists('Coupon');
      const { currency, ...plain } = terms;
      const coupon = account.billing.coupons.put({
        ...makeCoupon(id, account.now()),
        ...plain,
        currency: terms.amount_off === undefined ? null : (currency ?? null),
        metadata: mergeMetadata({}, tags),
      });
      emit('coupon.created', coupon);
      return coupon;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/coupons',
    params: { ...pagination, created: range },
    returns: { list: 'coupon' },
    handle({ account, params: { created, ...cut } }) {
      const found = account.billing.coupons.newestFirst((coupon) => inRange(coupon.created, created));
      const now = account.now();
      return page(
        found.map((coupon) => couponAt(coupon, now)),
        cut,
        '/v1/coupons',
        'coupon',
      );
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/coupons/:id',
    params: {},
    returns: 'coupon',
    handle: ({ account, path }) => findCoupon(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/coupons/:id',
    params: { metadata, name: text },
    returns: 'coupon',
    handle({ account, path, params: { metadata: change, ...plain }, emit }) {
      const before = findCoupon(account, path.id);
      const after = { ...before, ...plain, metadata: mergeMetadata(before.metadata, change) };
      account.billing.coupons.put(after);
      emitUpdate(emit, 'coupon.updated', before, after);
      return after;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/coupons/:id',
    params: {},
    returns: 'coupon',
    handle({ account, path, emit }) {
      const coupon = findCoupon(account, path.id);
      account.billing.coupons.delete(coupon.id);
      emit('coupon.deleted', { ...coupon, valid: false });
      return { id: coupon.id, object: 'coupon', deleted: true };
    },
  }),
];
