import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tell } from '../console/report';
import type { Authorize } from '../iam/authorize';
import { type Invoker, payloadLimit } from '../lambda/invoker';
import type { Account } from '../template/identity';
import type { ApiDefinition, RouteDefinition } from './api-definition';
import { authorizeJwt } from './authorize-jwt';
import { buildEvent, type GatewayRequest } from './build-event';
import { createCors } from './cors';
import { type GatewayResponse, mapResponse, refusal } from './map-response';
import { matchRoute, type RouteMatch } from './match-route';
import { createThrottle } from './throttle';
import type { TokenIssuer } from './token-issuer';

export interface GatewayOptions {
  api: ApiDefinition;
  account: Account;
  invoker: Invoker;
  issuers: readonly TokenIssuer[];
  authorize: Authorize;
  tell: Tell;
}

/** Answers requests as the template's HTTP API would; a body of undefined was over the gateway's 10 MB. */
export type Gateway = (
  request: Omit<GatewayRequest, 'body'> & { body: Buffer | undefined },
) => Promise<GatewayResponse>;

export function createGateway(options: GatewayOptions): Gateway {
  const { api } = options;
  const cors = createCors(api.cors);
  const settings = new Map(api.routes.map((route) => [route.key, route.throttle]));
  const throttle = createThrottle((key) => settings.get(key) ?? {}, Date.now);

  const respond: Gateway = async ({ body, ...request }) => {
    const [path = '/'] = request.target.split('?');
    const match = matchRoute(api.routes, request.method, path);
    if (!match) return refusal(404, 'Not Found');
    if (!body) return refusal(413, 'Request Entity Too Large');
    if (!throttle(match.route.key)) return refusal(429, 'Too Many Requests');
    const jwt = await authenticate(match.route, request.headers.authorization, options.issuers);
    if (jwt && 'status' in jwt) return jwt;
    const event = buildEvent(
      { ...request, body },
      {
        apiId: api.id,
        accountId: options.account.id,
        routeKey: match.route.key,
        requestId: randomUUID(),
        time: Date.now(),
        pathParameters: match.pathParameters,
        jwt,
      },
    );
    return integrate(options, match, JSON.stringify(event));
  };

  return async (request) => {
    const preflight = cors.preflight(request.method, request.headers);
    if (preflight) return { status: 204, headers: preflight, body: '' };
    const response = await respond(request);
    return { ...response, headers: { ...response.headers, ...cors.decorate(request.headers) } };
  };
}

async function authenticate(
  route: RouteDefinition,
  header: string | undefined,
  issuers: readonly TokenIssuer[],
) {
  const { authorizer } = route;
  if (!authorizer) return undefined;
  const issuer = issuers.find((each) => each.name === authorizer.name);
  if (!issuer) return refusal(401, 'Unauthorized');
  return authorizeJwt(header, authorizer, issuer.publicKey, route.scopes);
}

async function integrate(
  { api, account, invoker, authorize, tell }: GatewayOptions,
  { route }: RouteMatch<RouteDefinition>,
  payload: string,
): Promise<GatewayResponse> {
  const fn = invoker.find(route.functionArn);
  if (!fn) return refusal(500, 'Internal Server Error');
  const [method = '', path = ''] = route.key.split(' ');
  const sourceArn = `arn:aws:execute-api:${account.region}:${account.id}:${api.id}/$default/${method}${path}`;
  const permission = { action: 'lambda:InvokeFunction', resource: fn.arn };
  if (!(await authorize({ service: 'apigateway.amazonaws.com', sourceArn }, permission))) {
    tell({ kind: 'denied', principal: sourceArn, ...permission });
    return refusal(500, 'Internal Server Error');
  }
  if (Buffer.byteLength(payload) > payloadLimit) return refusal(413, 'Request Entity Too Large');
  const late = sleep(route.timeoutMs, 'late' as const, { ref: false });
  const outcome = await Promise.race([invoker.invoke(fn, payload), late]);
  if (outcome === 'late') return refusal(503, 'Service Unavailable');
  return 'error' in outcome ? refusal(500, 'Internal Server Error') : mapResponse(outcome.payload);
}
