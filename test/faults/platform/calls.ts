import type { IncomingHttpHeaders } from 'node:http';

/** One request that a function sent out, by what it asks for. */
export interface Call {
  /** The function that sent it. */
  function: string;
  /** `dynamodb:PutItem`, `stripe:POST /v1/customers`. */
  operation: string;
  /** How many such calls this function had sent before in this scene. */
  nth: number;
}

export interface WireRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const OBJECT_ACTIONS: Record<string, string> = { GET: 'GetObject', PUT: 'PutObject' };

/** What an AWS request asks for, read from how its service is spoken to. */
export function awsOperation({ method, headers, body, url }: WireRequest): string {
  const [, service = 'unknown'] =
    /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return `${service}:${target.split('.')[1]}`;
  if (service === 's3') return `s3:${OBJECT_ACTIONS[method] ?? method}`;
  if (service === 'lambda') return 'lambda:Invoke';
  return `${service}:${new URLSearchParams(body.toString()).get('Action') ?? url}`;
}

/** What a request to Stripe asks for, with `:id` for every id. */
export function stripeOperation({ method, url }: WireRequest): string {
  const path = url.split('?')[0] ?? '';
  const segments = path
    .split('/')
    .map((segment) => (/\d|_[A-Za-z0-9]{6}/.test(segment) && segment !== 'v1' ? ':id' : segment));
  return `stripe:${method} ${segments.join('/')}`;
}
