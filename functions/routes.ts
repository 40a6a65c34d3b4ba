/**
 * Who answers what: each function's routes, and how callers get in. The stack makes exactly these routes, the
 * functions serve exactly these, and the API's document describes them.
 *
 * - `page`: without a token; a file for a browser, nothing of anybody's, and no part of the API's document
 * - `open`: without a token; the function checks for itself who calls
 * - `user`: a user's token; only the caller's own records
 * - `operator`: an operator's token with the scope `aa-stripe/admin`
 */
export const ROUTES = {
  'receive-webhook': { access: 'open', routes: ['POST /aa-stripe/webhooks'] },
  'get-openapi': { access: 'open', routes: ['GET /aa-stripe/openapi.json'] },
  'get-console': {
    access: 'page',
    routes: ['GET /aa-stripe/console', 'GET /aa-stripe/console/{file+}'],
  },
  'create-customer': { access: 'user', routes: ['POST /aa-stripe/customers'] },
  'get-customer': { access: 'user', routes: ['GET /aa-stripe/customers/{stripe_customer_id}'] },
  'update-customer': {
    access: 'user',
    routes: [
      'PATCH /aa-stripe/customers/{stripe_customer_id}',
      'PUT /aa-stripe/customers/{stripe_customer_id}',
    ],
  },
  'get-coupon': { access: 'user', routes: ['GET /aa-stripe/coupons/{coupon_id}'] },
  'get-client-secret': { access: 'user', routes: ['GET /aa-stripe/charges/{id}/client-secret'] },
  'operate-customers': {
    access: 'operator',
    routes: [
      'GET /aa-stripe/admin/customers',
      'GET /aa-stripe/admin/customers/{id}',
      'POST /aa-stripe/admin/customers/{id}/refresh-from-stripe',
      'POST /aa-stripe/admin/customers/{id}/change-description',
    ],
  },
  'operate-charges': {
    access: 'operator',
    routes: [
      'POST /aa-stripe/charges',
      'GET /aa-stripe/charges',
      'GET /aa-stripe/charges/{id}',
      'POST /aa-stripe/charges/{id}/charge',
      'POST /aa-stripe/charges/{id}/refund',
      'GET /aa-stripe/charges/{id}/refunds',
    ],
  },
  'operate-plans': {
    access: 'operator',
    routes: [
      'POST /aa-stripe/plans',
      'GET /aa-stripe/plans',
      'GET /aa-stripe/plans/{id}',
      'POST /aa-stripe/plans/{id}/create-at-stripe',
    ],
  },
  'operate-subscriptions': {
    access: 'operator',
    routes: [
      'POST /aa-stripe/subscriptions',
      'GET /aa-stripe/subscriptions',
      'GET /aa-stripe/subscriptions/{id}',
      'POST /aa-stripe/subscriptions/{id}/create-at-stripe',
      'POST /aa-stripe/subscriptions/{id}/refresh-from-stripe',
      'POST /aa-stripe/subscriptions/{id}/cancel',
      'POST /aa-stripe/subscriptions/{id}/undo-cancel',
    ],
  },
  'operate-coupons': {
    access: 'operator',
    routes: [
      'POST /aa-stripe/coupons',
      'GET /aa-stripe/coupons',
      'GET /aa-stripe/admin/coupons/{coupon_id}',
      'PATCH /aa-stripe/coupons/{coupon_id}',
      'DELETE /aa-stripe/coupons/{coupon_id}',
    ],
  },
  'operate-webhooks': {
    access: 'operator',
    routes: [
      'GET /aa-stripe/webhooks',
      'GET /aa-stripe/webhooks/{id}',
      'POST /aa-stripe/webhooks/{id}/replay',
    ],
  },
  'operate-commands': {
    access: 'operator',
    routes: [
      'GET /aa-stripe/commands',
      'POST /aa-stripe/commands/{name}/runs',
      'GET /aa-stripe/commands/{name}/runs',
      'GET /aa-stripe/settings/paused',
      'PUT /aa-stripe/settings/paused',
      'GET /aa-stripe/audit',
    ],
  },
  'operate-console': {
    access: 'operator',
    routes: ['GET /aa-stripe/overview', 'GET /aa-stripe/dead-letters', 'GET /aa-stripe/search'],
  },
} as const;

export type Access = 'page' | 'open' | 'user' | 'operator';
export type RoutedFunction = keyof typeof ROUTES;
