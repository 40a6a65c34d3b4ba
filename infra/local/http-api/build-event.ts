import type { IncomingHttpHeaders } from 'node:http';

export interface GatewayRequest {
  method: string;
  /** As it came: path and query, not decoded. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  sourceIp: string;
}

export interface EventContext {
  apiId: string;
  accountId: string;
  routeKey: string;
  requestId: string;
  /** Milliseconds since 1970. */
  time: number;
  pathParameters: Record<string, string>;
  /** What a JWT authorizer found. */
  jwt: { claims: Record<string, string>; scopes: string[] | null } | undefined;
}

/** The event of payload format 2.0 that API Gateway gives a function. */
export function buildEvent(request: GatewayRequest, context: EventContext) {
  const [rawPath = '/', rawQueryString = ''] = splitOnce(request.target, '?');
  const { cookie, ...headers } = request.headers;
  const query = joinedQuery(rawQueryString);
  const userAgent = headers['user-agent'] ?? '';
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    ),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      ...(context.jwt && { authorizer: { jwt: context.jwt } }),
      domainName: headers.host ?? '',
      domainPrefix: context.apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent,
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: '$default',
      time: commonLogTime(context.time),
      timeEpoch: context.time,
    },
    ...(Object.keys(context.pathParameters).length > 0 && { pathParameters: context.pathParameters }),
    ...bodyOf(request),
  };
}

/** Text stays text; what API Gateway does not know to be text comes as base64 (a form, too). */
function bodyOf({ body, headers }: GatewayRequest) {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = type.startsWith('text/') || textTypes.has(type) ? decodeUtf8(body) : undefined;
  return text === undefined
    ? { body: body.toString('base64'), isBase64Encoded: true }
    : { body: text, isBase64Encoded: false };
}

const textTypes = new Set(['application/json', 'application/xml', 'application/javascript']);

function decodeUtf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function joinedQuery(rawQueryString: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  }
  return query;
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** As in `12/Mar/2026:19:03:58 +0000`. */
function commonLogTime(time: number): string {
  const date = new Date(time);
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${day}/${month}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
}
