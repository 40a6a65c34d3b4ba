import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, faultError } from '../controls/faults';
import type { Sandbox } from '../sandbox';
import { checkExpand, expand } from '../store/expand';
import { announcer, type Change, recordEvent } from '../webhooks/record-event';
import { ApiError, LastingRefusal, rateLimitedHeader } from './api-error';
import type { FormObject } from './decode-form';
import type { Endpoint } from './endpoint';
import { errorAnswer } from './error-answer';
import type { StoredAnswer } from './idempotency-keys';

/** An authenticated request to a known route. */
export interface Request {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly form: FormObject;
  readonly idempotencyKey: string | undefined;
}

/** What the client gets: an answer, maybe an earlier one, or a connection that drops. */
export type Outcome = { kind: 'answered' | 'replayed'; answer: StoredAnswer } | { kind: 'disconnected' };

/**
 * Runs a request once per idempotency key.
 * @throws {ApiError} for what is refused before the endpoint runs; such a refusal is not replayed.
 */
export async function runCall(endpoint: Endpoint, request: Request, sandbox: Sandbox): Promise<Outcome> {
  sandbox.rateLimit.take();
  const key = request.method === 'POST' ? request.idempotencyKey : undefined;
  if (key === undefined) return (await runOnce(endpoint, request, sandbox)).outcome;

  const { idempotencyKeys } = sandbox;
  const earlier = idempotencyKeys.claim(key, request.path, request.form);
  if (earlier !== undefined) return { kind: 'replayed', answer: earlier };
  let kept: StoredAnswer | undefined;
  try {
    const run = await runOnce(endpoint, request, sandbox);
    kept = run.kept;
    return run.outcome;
  } finally {
    if (kept === undefined) idempotencyKeys.release(key);
    else idempotencyKeys.keep(key, kept);
  }
}

/** `kept` is what the same idempotency key will get from now on. */
interface Run {
  readonly outcome: Outcome;
  readonly kept: StoredAnswer | undefined;
}

async function runOnce(endpoint: Endpoint, request: Request, sandbox: Sandbox): Promise<Run> {
  const work = prepare(endpoint, request, sandbox);
  const fault = sandbox.faults.take(request.method, request.path);
  if (fault?.when === 'before') {
    const outcome = await strike(fault, request, sandbox.closing);
    // An endpoint that fails has begun to run; all other statuses stand for a refusal at the door.
    const ran =
      outcome?.kind === 'answered' && (outcome.answer.status >= 500 || outcome.answer.status === 402);
    if (outcome !== undefined) return { outcome, kept: ran ? outcome.answer : undefined };
  }
  const answer = work();
  const outcome = fault?.when === 'after' ? await strike(fault, request, sandbox.closing) : undefined;
  if (outcome === undefined) return { outcome: { kind: 'answered', answer }, kept: answer };
  const failed = outcome.kind === 'answered' && outcome.answer.status >= 500;
  return { outcome, kept: failed ? outcome.answer : answer };
}

/** Checks the request; what it returns does the work, records the events and gives the answer. */
function prepare(endpoint: Endpoint, request: Request, sandbox: Sandbox): () => StoredAnswer {
  const { account, expandable } = sandbox;
  const changes: Change[] = [];
  const call = endpoint.prepare({
    account,
    path: request.pathParams,
    form: request.form,
    emit: (type, object, previous) => changes.push({ type, object, previous }),
    later: (ms, work) => void sandbox.timers.wait(ms).then(() => work(announcer(sandbox))),
  });
  checkExpand(endpoint.returns, call.expand, expandable);
  const record = () => {
    const origin = { id: request.id, idempotency_key: request.idempotencyKey ?? null };
    for (const change of changes) recordEvent(sandbox, change, origin);
  };
  return () => {
    try {
      const object = call.run();
      record();
      return toAnswer(200, expand(object, call.expand, expandable), request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error instanceof LastingRefusal) record();
      return toAnswer(error.status, errorAnswer(error.error, request.id), request);
    }
  };
}

/** Lets a fault happen; undefined when it was a delay only. */
async function strike(fault: Fault, request: Request, closing: AbortSignal): Promise<Outcome | undefined> {
  if (fault.delay_ms !== undefined) {
    await delay(fault.delay_ms, undefined, { ref: false, signal: closing }).catch(() => {});
  }
  if (fault.disconnect || closing.aborted) return { kind: 'disconnected' };
  if (fault.status === undefined) return undefined;
  const error = faultError(fault, fault.status);
  const answer = toAnswer(fault.status, errorAnswer(error, request.id), request);
  return { kind: 'answered', answer: { ...answer, headers: rateLimitedHeader(error) } };
}

function toAnswer(status: number, body: object, request: Request): StoredAnswer {
  return { status, body: JSON.stringify(body, null, 2), requestId: request.id };
}
