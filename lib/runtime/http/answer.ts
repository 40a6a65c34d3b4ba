import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** An answer of the API: a status and a JSON body. */
export interface Answer {
  status: number;
  /** JSON text where it was composed elsewhere, else a value that becomes JSON. */
  body: object | { json: string };
  headers?: Record<string, string>;
}

export const answer = (status: number, body: object, headers?: Record<string, string>): Answer =>
  headers ? { status, body, headers } : { status, body };

/** `{"detail": …}`, optionally with the seconds after which trying again makes sense. */
export const detail = (status: number, text: string, retryAfterSeconds?: number): Answer =>
  answer(
    status,
    { detail: text },
    retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) },
  );

/** What there is to say when something is gone. */
export const noContent: Answer = { status: 204, body: { json: '' } };

export const notFound: Answer = detail(404, 'Not found.');

/** Inside Lambda's answer of 6 MB every quote of a text takes two bytes; base64 takes a third more, whatever it holds. */
const MAX_TEXT = 2_000_000;

export function toResult({ status, body, headers }: Answer): APIGatewayProxyStructuredResultV2 {
  const json = jsonOf(body);
  const isLarge = json.length > MAX_TEXT;
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: isLarge ? Buffer.from(json).toString('base64') : json,
    ...(isLarge && { isBase64Encoded: true }),
  };
}

export function jsonOf(body: Answer['body']): string {
  return 'json' in body && typeof body.json === 'string' ? body.json : JSON.stringify(body);
}
