import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { API_VERSION } from '../api-version';
import { controls } from '../controls/routes';
import { ALL_ENDPOINTS } from '../endpoints/all-endpoints';
import type { Sandbox } from '../sandbox';
import { newId } from '../store/new-id';
import { ApiError, type ErrorBody, invalidRequest, rateLimitedHeader } from './api-error';
import { authenticate } from './authenticate';
import { decodeForm, type FormObject } from './decode-form';
import type { Endpoint } from './endpoint';
import { errorAnswer } from './error-answer';
import { type Outcome, runCall } from './run-call';

interface Env {
  Bindings: HttpBindings;
  Variables: { requestId: string; form: FormObject; replayed: boolean; disconnected: boolean };
}

/** The HTTP side: the API under /v1, the offline controls under /_offline. */
export function createApp(sandbox: Sandbox): Hono<Env> {
  const app = new Hono<Env>();
  app.use('/v1/*', async (c, next) => {
    const at = sandbox.clock.nowMs();
    const requestId = newId('req', 14);
    c.set('requestId', requestId);
    c.header('request-id', requestId);
    c.header('stripe-version', API_VERSION);
    const key = c.req.header('idempotency-key');
    if (key !== undefined) c.header('idempotency-key', key);
    await next();
    sandbox.requestLog.add({
      at,
      method: c.req.method,
      path: c.req.path,
      params: c.get('form') ?? {},
      idempotency_key: key ?? null,
      status: c.get('disconnected') ? null : c.res.status,
      replayed: c.get('replayed') ?? false,
    });
  });
  app.use('/v1/*', async (c, next) => {
    c.set('form', await readForm(c));
    authenticate(c.req.header('authorization'));
    await next();
  });
  for (const endpoint of ALL_ENDPOINTS) {
    app.on(endpoint.method, endpoint.path, (c) => serve(c, endpoint, sandbox));
  }
  app.route('/_offline', controls(sandbox));
  app.notFound((c) => refuse(c, 404, unrecognized(c.req.method, c.req.path)));
  app.onError((error, c) => {
    if (error instanceof ApiError) return refuse(c, error.status, error.error);
    console.error(error);
    return refuse(c, 500, { type: 'api_error', message: 'The offline Stripe has a defect; see its log.' });
  });
  return app;
}

async function serve(c: Context<Env>, endpoint: Endpoint, sandbox: Sandbox): Promise<Response> {
  const request = {
    id: c.get('requestId'),
    method: c.req.method,
    path: c.req.path,
    pathParams: c.req.param(),
    form: c.get('form'),
    idempotencyKey: c.req.header('idempotency-key'),
  };
  return respond(c, await runCall(endpoint, request, sandbox));
}

function respond(c: Context<Env>, outcome: Outcome): Response {
  if (outcome.kind === 'disconnected') {
    c.set('disconnected', true);
    c.env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  const { answer } = outcome;
  if (outcome.kind === 'replayed') {
    c.set('replayed', true);
    c.header('idempotent-replayed', 'true');
    c.header('original-request', answer.requestId);
  }
  for (const [name, value] of Object.entries(answer.headers ?? {})) c.header(name, value);
  return json(c, answer.status, answer.body);
}

async function readForm(c: Context<Env>): Promise<FormObject> {
  const text = c.req.method === 'POST' ? await c.req.text() : new URL(c.req.url).search.slice(1);
  const type = c.req.header('content-type') ?? '';
  if (c.req.method === 'POST' && text !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    throw invalidRequest(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded).',
    );
  }
  return decodeForm(text);
}

function refuse(c: Context<Env>, status: number, error: ErrorBody): Response {
  for (const [name, value] of Object.entries(rateLimitedHeader(error))) c.header(name, value);
  return json(c, status, JSON.stringify(errorAnswer(error, c.get('requestId') ?? ''), null, 2));
}

function json(c: Context<Env>, status: number, body: string): Response {
  // Hono's own type for a status is a list of known ones; a fault may have any.
  return c.newResponse(body, new Response(null, { status, headers: { 'content-type': 'application/json' } }));
}

function unrecognized(method: string, path: string): ErrorBody {
  return { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${path}).` };
}
