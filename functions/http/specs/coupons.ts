import * as v from 'valibot';
import { CouponView } from '../../../lib/coupon/coupon-view';
import { CREATED_FILTERS, Flag } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';
import { couponRules, NewCoupon } from './coupon-body';
import { metadata } from './fields';
import { listOf, StripeErrorView, withStripeResponse } from './views';

const UNKNOWN = 'There is no such coupon, or it is deleted.';
const UNDER_WAY = 'It is being changed by somebody else.';
const BROKE_OFF = 'Stripe broke off; what came of it is being found out.';
const UNAVAILABLE = 'Stripe cannot be reached, or does not accept the API key.';

export const operateCouponsSpecs = {
  'POST /aa-stripe/coupons': spec({
    operationId: 'createCoupon',
    summary: 'Make a coupon at Stripe, with an id of your own or a new one.',
    body: NewCoupon,
    rules: couponRules,
    answers: {
      201: { means: 'Made.', body: CouponView },
      400: {
        means: 'A field is wrong, the id is taken, or Stripe refused it; nothing is left of it.',
        body: StripeErrorView,
      },
      409: { means: 'The same request is under way.' },
      502: { means: BROKE_OFF },
      503: { means: UNAVAILABLE },
    },
  }),
  'GET /aa-stripe/coupons': spec({
    operationId: 'listCoupons',
    summary: 'List coupons, newest first.',
    filters: { ...CREATED_FILTERS, include_deleted: Flag },
    answers: { 200: { means: 'A page of coupons.', body: listOf(CouponView) } },
  }),
  'GET /aa-stripe/admin/coupons/{coupon_id}': spec({
    operationId: 'getAnyCoupon',
    summary: 'Show a coupon, also a deleted one, with what Stripe last said of it.',
    answers: {
      200: { means: 'The coupon that has the id, or had it last.', body: withStripeResponse(CouponView) },
      404: { means: 'There never was such a coupon.' },
    },
  }),
  'PATCH /aa-stripe/coupons/{coupon_id}': spec({
    operationId: 'updateCoupon',
    summary: "Replace a coupon's metadata, here and at Stripe; all else is taken back from there.",
    body: v.object({ metadata }),
    answers: {
      200: { means: 'Changed.', body: CouponView },
      400: { means: 'A field is wrong, or Stripe refused it.', body: StripeErrorView },
      404: { means: `${UNKNOWN} One that Stripe has no more counts as deleted from now on.` },
      409: { means: UNDER_WAY },
      502: { means: BROKE_OFF },
      503: { means: UNAVAILABLE },
    },
  }),
  'DELETE /aa-stripe/coupons/{coupon_id}': spec({
    operationId: 'deleteCoupon',
    summary: 'Delete a coupon at Stripe. Its record stays.',
    answers: {
      204: { means: 'Deleted; also if it was gone at Stripe already.' },
      400: { means: 'Stripe refused it.', body: StripeErrorView },
      404: { means: UNKNOWN },
      409: { means: UNDER_WAY },
      502: { means: BROKE_OFF },
      503: { means: UNAVAILABLE },
    },
  }),
};

export const getCouponSpecs = {
  'GET /aa-stripe/coupons/{coupon_id}': spec({
    operationId: 'getCoupon',
    summary: 'Show a coupon.',
    answers: { 200: { means: 'The coupon.', body: CouponView }, 404: { means: UNKNOWN } },
  }),
};
