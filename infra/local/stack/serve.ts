import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Endpoint, handleCall } from '../aws-endpoint/handle-call';
import { readBody } from '../aws-endpoint/http-body';
import type { Tell } from '../console/report';
import { answerLocally, type LocalControl } from '../control/local-routes';
import type { Gateway } from '../http-api/gateway';
import type { OperatorSignIn } from '../operators/operator-sign-in';

/** The parts that the servers hand requests to; there are none while the stack is starting. */
export interface Served {
  gateway: Gateway;
  control: LocalControl;
  endpoint: Endpoint;
  /** Undefined: the template has no operators. */
  signIn: OperatorSignIn | undefined;
}

/** API Gateway reads no more of a body than this. */
const gatewayBodyLimit = 10 * 1024 * 1024;

/** The HTTP API, and `/_local/…` beside it. */
export function serveApi(served: () => Served | undefined, tell: Tell): RequestListener {
  return guarded(async (request, response) => {
    const { method = 'GET', url: target = '/' } = request;
    const parts = served();
    if (!parts) return void response.writeHead(503).end('{"status":"starting"}');
    if (await parts.signIn?.(request, response)) return;
    const started = performance.now();
    const body = await readBody(request, gatewayBodyLimit);
    if (target.startsWith('/_local/')) {
      const local = { url: new URL(target, 'http://127.0.0.1'), body: body ?? Buffer.alloc(0), response };
      return answerLocally(parts.control, method, local);
    }
    const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
    const reply = await parts.gateway({ method, target, headers: request.headers, body, sourceIp });
    const length = reply.status === 204 ? {} : { 'content-length': Buffer.byteLength(reply.body) };
    response.writeHead(reply.status, { ...reply.headers, ...length }).end(reply.body);
    const ms = Math.round(performance.now() - started);
    tell({ kind: 'request', method, path: target, status: reply.status, ms });
  });
}

/** The one endpoint of all AWS services. */
export function serveAws(served: () => Served | undefined): RequestListener {
  return guarded(async (request, response) => {
    const parts = served();
    if (!parts) return void response.writeHead(503).end();
    const { method = 'GET', headers } = request;
    const body = (await readBody(request)) ?? Buffer.alloc(0);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const reply = await handleCall(parts.endpoint, { method, url, headers, body });
    // Without a reply the caller waits until it gives up, as when a network loses the answer.
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body);
  });
}

function guarded(
  listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): RequestListener {
  return (request, response) => {
    listener(request, response).catch((error: unknown) => {
      // A client that went away in the middle of its body is no event.
      if (!request.destroyed) console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}
