import { gzipSync } from 'node:zlib';
import type { FunctionName } from '../../functions/environments';
import { deliveryHeaders, eventText } from './webhook-delivery';

/** What each function is asked first: what it does most, as far as an account without records answers it. */
export const FIRST_REQUESTS: Record<FunctionName, () => object> = {
  'receive-webhook': () => webhookRequest(1),
  'get-openapi': () => request('GET /aa-stripe/openapi.json'),
  'get-console': () => request('GET /aa-stripe/console'),
  'create-customer': () =>
    request('POST /aa-stripe/customers', { body: { stripe_js_response: { id: 'pm_card_visa' } } }),
  'get-customer': () =>
    request('GET /aa-stripe/customers/{stripe_customer_id}', { path: { stripe_customer_id: 'cus_none' } }),
  'update-customer': () =>
    request('PATCH /aa-stripe/customers/{stripe_customer_id}', {
      path: { stripe_customer_id: 'cus_none' },
      body: { stripe_js_response: { id: 'pm_card_visa' } },
    }),
  'get-coupon': () => request('GET /aa-stripe/coupons/{coupon_id}', { path: { coupon_id: 'none' } }),
  'get-client-secret': () =>
    request('GET /aa-stripe/charges/{id}/client-secret', { path: { id: 'schg_none' } }),
  'operate-customers': () => request('GET /aa-stripe/admin/customers'),
  'operate-charges': () => request('GET /aa-stripe/charges'),
  'operate-plans': () => request('GET /aa-stripe/plans'),
  'operate-subscriptions': () => request('GET /aa-stripe/subscriptions'),
  'operate-coupons': () => request('GET /aa-stripe/coupons'),
  'operate-webhooks': () => request('GET /aa-stripe/webhooks'),
  'operate-commands': () => request('GET /aa-stripe/commands'),
  'operate-console': () => request('GET /aa-stripe/overview'),
  'publish-signals': () => ({ Records: [storedWebhook()] }),
  'parse-webhooks': () => message('"evt_none"'),
  'work-commands': () => {
    const record = { id: 'schg_none', position: 'due:charge#0|2026', pk: 'charge#schg_none', sk: 'charge' };
    return message(JSON.stringify({ command: 'charge-stripe', run: 'srun_1', id: '1', records: [record] }));
  },
  sweep: () => ({}),
  'recover-operations': () => ({}),
  'charge-stripe': () => ({}),
  'end-subscriptions': () => ({}),
  'refresh-coupons': () => ({}),
  'refresh-customers': () => ({}),
  'check-pending-webhooks': () => ({}),
  'reconcile-webhooks': () => ({}),
  'replay-webhooks': () => ({}),
  'release-imported': () => ({}),
  'expire-webhook-bodies': () => ({}),
  'erase-owner': () => ({ owner: 'nobody' }),
  'export-owner': () => ({ owner: 'nobody' }),
};

/** One message of a queue. */
function message(body: string): object {
  const attributes = { ApproximateReceiveCount: '1' };
  return { Records: [{ messageId: '1', receiptHandle: '1', body, attributes }] };
}

/** A delivery as the gateway hands it to the function. */
export function webhookRequest(number: number): object {
  const text = eventText(number);
  return request('POST /aa-stripe/webhooks', { headers: deliveryHeaders(text), text });
}

interface Given {
  path?: Record<string, string>;
  headers?: Record<string, string>;
  body?: object;
  text?: string;
}

/** Payload format 2.0, with a token that the gateway has let in. */
function request(routeKey: string, { path, headers = {}, body, text }: Given = {}): object {
  const [method, template = ''] = routeKey.split(' ');
  const rawPath = template.replace(/\{(\w+)\}/g, (_, name: string) => path?.[name] ?? '');
  const claims = { sub: 'user-1', scope: 'aa-stripe/admin' };
  const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    requestContext: {
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' },
      requestId: 'bench',
      routeKey,
      stage: '$default',
      authorizer: { jwt: { claims, scopes: ['aa-stripe/admin'] } },
    },
    isBase64Encoded: false,
    ...(path && { pathParameters: path }),
    ...((body || text) && { body: text ?? JSON.stringify(body) }),
  };
}

/** A stream's record of a webhook that was just stored. */
function storedWebhook(): object {
  const text = (value: string) => ({ S: value });
  const NewImage = {
    pk: text('webhook#evt_1'),
    sk: text('webhook'),
    kind: text('webhook'),
    id: text('evt_1'),
    event_type: text('ping'),
    livemode: { BOOL: false },
    created: text('2026-01-01T00:00:00.000Z'),
    updated: text('2026-01-01T00:00:00.000Z'),
    version: { N: '1' },
    is_parsed: { BOOL: false },
    raw: { B: gzipSync(eventText(1)).toString('base64') },
  };
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } };
}
