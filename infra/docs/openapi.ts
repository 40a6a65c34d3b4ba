import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { ALL_SPECS } from '../../functions/http/specs/all-specs';
import { DetailView, FieldErrorsView, GatewayView, StripeErrorView } from '../../functions/http/specs/views';
import { type Access, ROUTES } from '../../functions/routes';
import { ChargeView, RefundView } from '../../lib/charge/charge-view';
import { RunView } from '../../lib/command/run-record';
import { PauseView } from '../../lib/command/settings';
import { CouponView } from '../../lib/coupon/coupon-view';
import { CustomerView } from '../../lib/customer/present-customer';
import { PlanView } from '../../lib/plan/plan-view';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../../lib/runtime/http/list-query';
import type { Spec } from '../../lib/runtime/http/spec';
import { SubscriptionView } from '../../lib/subscription/subscription-view';
import { WebhookView } from '../../lib/webhook/webhook';

/** The API's document, made of the schemas that validate requests and compose answers. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { access, routes } of Object.values(ROUTES)) {
    if (access === 'page') continue;
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      const spec = ALL_SPECS[route];
      if (!spec) throw new Error(`${route} has no spec.`);
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation(spec, method, path, access) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'aa-stripe', version: '1', description: DESCRIPTION },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: components(), securitySchemes: SECURITY },
  };
}

const DESCRIPTION =
  'Stripe payments: customers and cards, charges and refunds, plans, subscriptions, coupons, webhooks, commands. ' +
  'Amounts are integers in minor units. Times are ISO 8601, UTC.';

const SECURITY = {
  user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "A user's token." },
  operator: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: "An operator's token with the scope aa-stripe/admin.",
  },
};

function operation(spec: Spec, method: string, path: string, access: Access): object {
  return {
    operationId: spec.operationId,
    summary: spec.summary,
    security: access === 'open' ? [] : [{ [access]: [] }],
    parameters: [...pathParameters(path), ...queryParameters(spec), ...headers(method, access)],
    ...(spec.body && {
      requestBody: {
        required: spec.bodyIsOptional !== true,
        content: {
          'application/json': { schema: { ...schemaOf(spec.body, 'input'), additionalProperties: false } },
        },
      },
    }),
    responses: responses(spec, method, path, access),
  };
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ filters, pages = true }: Spec): object[] {
  if (!filters) return [];
  const own = Object.entries(filters).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: schemaOf(schema, 'input'),
  }));
  if (!pages) return own;
  const limit = { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT };
  return [
    ...own,
    { name: 'limit', in: 'query', schema: limit },
    {
      name: 'cursor',
      in: 'query',
      description: '`next` of the page before; lives for 24 hours.',
      schema: { type: 'string' },
    },
  ];
}

function headers(method: string, access: Access): object[] {
  if (method !== 'POST' || access === 'open') return [];
  const description = 'Kept for 24 hours: the same key and body get the same answer, another body 409.';
  const schema = { type: 'string', minLength: 1, maxLength: 255 };
  return [{ name: 'Idempotency-Key', in: 'header', description, schema }];
}

/** What each answers, and what any route of its kind may answer besides. */
function responses(spec: Spec, method: string, path: string, access: Access): Record<string, object> {
  // A route that takes no body refuses one that has something in it.
  const readsBody = access !== 'open' && method !== 'GET';
  const usual: [boolean, number, string, v.GenericSchema][] = [
    [readsBody || spec.filters !== undefined, 400, 'Fields or parameters are wrong.', WrongView],
    [access !== 'open', 401, 'No token, or not a valid one.', GatewayView],
    [access !== 'open', 403, 'The token does not allow this, or names no owner.', ForbiddenView],
    [path.includes('{'), 404, 'There is no such thing, or it is not the caller’s.', DetailView],
    [
      access !== 'open' && method === 'POST',
      409,
      'Its Idempotency-Key was used with another body, or the same request is under way.',
      DetailView,
    ],
    [readsBody, 415, 'The body is not application/json.', DetailView],
    [true, 429, 'Too many requests.', GatewayView],
    [true, 500, 'A fault of ours; its id stands in the log.', DetailView],
  ];
  const all: Record<string, object> = {};
  for (const [applies, status, means, body] of usual) if (applies) all[status] = response(means, [body]);
  for (const [status, { means, body = DetailView }] of Object.entries(spec.answers)) {
    // Whatever else a route refuses with 400, fields and bodies may be wrong too.
    const also = status === '400' && readsBody ? [WrongView] : [];
    all[status] = status === '204' ? { description: means } : response(means, [body, ...also]);
  }
  return all;
}

function response(description: string, bodies: v.GenericSchema[]): object {
  const [schema, ...others] = bodies.map((body) => schemaOf(body, 'output'));
  const shown = others.length === 0 ? schema : { anyOf: [schema, ...others] };
  return { description, content: { 'application/json': { schema: shown } } };
}

/** Checks that no schema can express (a currency's step, say) are left out; what refuses them says why. */
function schemaOf(schema: v.GenericSchema, typeMode: 'input' | 'output'): object {
  const {
    $schema: _,
    $defs: __,
    ...converted
  } = toJsonSchema(schema, {
    ...CONVERSION,
    typeMode,
    definitions: COMPONENTS,
  });
  return converted;
}

/** What stands in many answers is written once. */
const COMPONENTS: Record<string, v.GenericSchema> = {
  Charge: ChargeView,
  Coupon: CouponView,
  Customer: CustomerView,
  Detail: DetailView,
  FieldErrors: FieldErrorsView,
  Message: GatewayView,
  Pause: PauseView,
  Plan: PlanView,
  Refund: RefundView,
  Run: RunView,
  StripeError: StripeErrorView,
  Subscription: SubscriptionView,
  Webhook: WebhookView,
};

/** Refused by the gateway, or by us for what the token says. */
const ForbiddenView = v.union([GatewayView, DetailView]);

/** Fields at fault by name, or a body that cannot be read at all. */
const WrongView = v.union([FieldErrorsView, DetailView]);

const CONVERSION: ConversionConfig = {
  target: 'draft-2020-12',
  errorMode: 'ignore',
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

function components(): object {
  const { overrideRef: _, ...conversion } = CONVERSION;
  return toJsonSchemaDefs(COMPONENTS, { ...conversion, typeMode: 'output' });
}
