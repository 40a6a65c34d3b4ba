import * as v from 'valibot';
import { isRecord } from '../template/intrinsics';

export interface GatewayResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/** A refusal of the gateway's own. */
export function refusal(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): GatewayResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message }),
  };
}

const header = v.union([v.string(), v.number(), v.boolean()]);
const responseSchema = v.object({
  statusCode: v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{3}$/), v.transform(Number))]),
  headers: v.optional(v.record(v.string(), header), {}),
  cookies: v.optional(v.array(v.string()), []),
  body: v.optional(v.string(), ''),
  isBase64Encoded: v.optional(v.boolean(), false),
});

/**
 * What API Gateway makes of a function's answer: an object with `statusCode` is a response, anything else is the body
 * of a 200. A malformed response is a 500.
 */
export function mapResponse(payload: string): GatewayResponse {
  const answer: unknown = JSON.parse(payload);
  if (!isRecord(answer) || !('statusCode' in answer)) {
    const body = typeof answer === 'string' ? answer : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const result = v.safeParse(responseSchema, answer);
  if (!result.success) return refusal(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = result.output;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=utf-8',
      ...Object.fromEntries(named),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}
