import type { ServerResponse } from 'node:http';
import * as v from 'valibot';
import { type Faults, faultSchema } from '../aws-endpoint/faults';
import type { EventBus } from '../event-bus/event-bus';
import type { TokenIssuer } from '../http-api/token-issuer';
import type { Invocation } from '../lambda/invoker';
import type { Mail } from '../ses/ses-service';
import type { DeadLetter } from './dead-letters';
import { localToken } from './local-token';

/** What `/_local/…` shows and does. */
export interface LocalControl {
  bus: EventBus;
  mails: readonly Mail[];
  invocations: readonly Invocation[];
  deadLetters(): DeadLetter[];
  faults: Faults;
  expireStreams(): void;
  issuers: readonly TokenIssuer[];
  ownerClaim: string;
}

interface LocalRequest {
  url: URL;
  body: Buffer;
  response: ServerResponse;
}

type LocalRoute = (control: LocalControl, request: LocalRequest) => void | Promise<void>;

const routes: Record<string, LocalRoute> = {
  // Before it is ready nothing but 503 is served at all.
  'GET /_local/health': (_, { response }) => answer(response, 200, { status: 'ready' }),
  'GET /_local/token': async ({ issuers, ownerClaim }, { url, response }) => {
    const token = await localToken(issuers, ownerClaim, url.searchParams);
    response.writeHead(token === undefined ? 404 : 200, { 'content-type': 'text/plain' });
    response.end(token ?? 'the template has no such authorizer');
  },
  'GET /_local/signals': ({ bus }, { url, response }) => {
    if (url.searchParams.get('follow') !== '1') return answer(response, 200, bus.accepted);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.flushHeaders();
    response.on(
      'close',
      bus.follow((event) => response.write(`${JSON.stringify(event)}\n`)),
    );
  },
  'GET /_local/mail': ({ mails }, { response }) => answer(response, 200, mails),
  'GET /_local/invocations': ({ invocations }, { response }) => answer(response, 200, invocations),
  'GET /_local/dead-letters': (control, { response }) => answer(response, 200, control.deadLetters()),
  'GET /_local/faults': ({ faults }, { response }) => answer(response, 200, faults.list()),
  'DELETE /_local/faults': ({ faults }, { response }) => {
    faults.clear();
    response.writeHead(204).end();
  },
  'POST /_local/faults': ({ faults }, { body, response }) => {
    const fault = v.safeParse(v.pipe(v.string(), v.parseJson(), faultSchema), body.toString());
    if (fault.success) return answer(response, 201, { id: faults.add(fault.output) });
    const [issue] = fault.issues;
    answer(response, 400, { message: `${v.getDotPath(issue) ?? 'body'}: ${issue.message}` });
  },
  'POST /_local/streams/expire': (control, { response }) => {
    control.expireStreams();
    response.writeHead(204).end();
  },
};

/** Answers a request under `/_local/`. */
export async function answerLocally(
  control: LocalControl,
  method: string,
  request: LocalRequest,
): Promise<void> {
  const route = routes[`${method} ${request.url.pathname}`];
  if (route) await route(control, request);
  else answer(request.response, 404, { message: 'Not Found' });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
