import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { type Answer, answer, notFound } from './answer';
import { type AuditStore, audited } from './audited';
import type { FieldErrors } from './field-errors';
import { type HttpHandler, httpHandler } from './http-handler';
import { type IdempotencyStore, idempotent } from './idempotent';
import { isBodyless, jsonBody } from './json-body';
import { type ListQuery, listQuery } from './list-query';
import type { BodyOf, FilterSchemas, Spec } from './spec';
import { VisibleError } from './visible-error';

/** A request to one route, parsed by its spec. */
export interface Call<S extends Spec> {
  event: APIGatewayProxyEventV2;
  /** The owner claim of a user's token, the subject of an operator's. */
  caller: string;
  /**
   * A ULID that names this request: the same when it is sent again with its Idempotency-Key, so that a record
   * whose id is made of it is made once.
   */
  seed: string;
  body: BodyOf<S>;
  query: S extends { filters: infer F extends FilterSchemas } ? ListQuery<F> : undefined;
}

export type Routes<Specs extends Record<string, Spec>> = {
  [Route in keyof Specs]: (call: Call<Specs[Route]>) => Promise<Answer>;
};

export interface Served {
  /** Who calls. @throws VisibleError 403 if the token does not say */
  callerOf(event: APIGatewayProxyEventV2): string;
  /** Where requests that change something leave a trace; null where that is not wanted. */
  audit: AuditStore | null;
  idempotency: { store: IdempotencyStore; now(): number };
}

/**
 * Serves the routes that the gateway has matched: who calls, the body, the filters, the Idempotency-Key of a
 * POST; what is wrong with any of them is answered before the route's own code runs.
 */
export function serveRoutes<Specs extends Record<string, Spec>>(
  log: Logger,
  specs: Specs,
  { callerOf, audit, idempotency }: Served,
  routes: Routes<Specs>,
): HttpHandler {
  return httpHandler(log, async (event) => {
    const name = event.routeKey;
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    const route = routes[name];
    if (!spec || !route) return notFound;
    const caller = callerOf(event);
    const run = async (seed: string): Promise<Answer> => {
      const body = spec.body ? bodyOf(event, spec) : refuseBody(event);
      const query = spec.filters
        ? listQuery(event, spec.filters, caller, idempotency.now(), spec.pages)
        : undefined;
      // The spec's own type, which a lookup by name cannot follow.
      return route({ event, caller, seed, body, query } as Call<Specs[string]>);
    };
    const serve = () => idempotent(event, caller, idempotency, run);
    if (!audit || event.requestContext.http.method === 'GET') return serve();
    return audited(event, caller, { store: audit, log, now: idempotency.now }, serve);
  });
}

function bodyOf(event: APIGatewayProxyEventV2, spec: Spec & { body?: Spec['body'] }): unknown {
  if (!spec.body) return undefined;
  const isEmpty = spec.bodyIsOptional === true && isBodyless(event);
  const body = jsonBody(isEmpty ? EMPTY : event, spec.body);
  const errors: FieldErrors = spec.rules?.(body as never) ?? {};
  if (Object.keys(errors).length > 0) throw new VisibleError(answer(400, errors));
  return body;
}

const NOTHING = v.object({});
const EMPTY = { body: '{}', isBase64Encoded: false, headers: { 'content-type': 'application/json' } };

/** A route that takes nothing must not pass over something in silence. */
function refuseBody(event: APIGatewayProxyEventV2): undefined {
  if (event.requestContext.http.method === 'GET' || isBodyless(event)) return undefined;
  jsonBody(event, NOTHING);
  return undefined;
}
