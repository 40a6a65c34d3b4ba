import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ulid } from 'ulid';
import { type Answer, detail, jsonOf } from './answer';
import { rawBody } from './raw-body';
import { VisibleError } from './visible-error';

export interface KeptAnswer {
  status: number;
  json: string;
}

export type Begun =
  /** `seed`: a ULID that stays with the key, also when a function that died over it is followed by another. */
  | { state: 'begun'; seed: string }
  | { state: 'under-way'; retryAfterSeconds: number }
  | { state: 'other-body' }
  | { state: 'answered'; answer: KeptAnswer };

/** Remembers requests by their digest for 24 hours. */
export interface IdempotencyStore {
  begin(request: string, body: string, seed: string, now: number): Promise<Begun>;
  finish(request: string, answer: KeptAnswer): Promise<void>;
  /**
   * Ends a request without a lasting answer: it may be sent again, and then has the same seed, since what it has
   * begun may still be there. Another body may take the key too.
   */
  release(request: string): Promise<void>;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Honours a POST's `Idempotency-Key`: the same key and body get the same answer, another body 409. Keys belong to
 * their caller and route. Answers that ask to try again (409, 429, 5xx) are not kept.
 */
export async function idempotent(
  event: APIGatewayProxyEventV2,
  caller: string,
  ports: { store: IdempotencyStore; now(): number },
  run: (seed: string) => Promise<Answer>,
): Promise<Answer> {
  const key = event.headers['idempotency-key'];
  const now = ports.now();
  if (key === undefined || event.requestContext.http.method !== 'POST') return run(ulid(now));
  if (!KEY.test(key)) {
    return detail(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  const { method, path } = event.requestContext.http;
  const request = sha256([caller, method, path, key].join('\n'));
  const begun = await ports.store.begin(request, sha256(rawBody(event)), ulid(now), now);
  switch (begun.state) {
    case 'answered':
      return { status: begun.answer.status, body: { json: begun.answer.json } };
    case 'other-body':
      return detail(409, 'This Idempotency-Key was used with another body.');
    case 'under-way':
      return detail(409, 'A request with this Idempotency-Key is under way.', begun.retryAfterSeconds);
    case 'begun':
      return keep(request, ports.store, () => run(begun.seed));
  }
}

async function keep(request: string, store: IdempotencyStore, run: () => Promise<Answer>): Promise<Answer> {
  const settle = (answer: Answer): Promise<void> =>
    isLasting(answer)
      ? store.finish(request, { status: answer.status, json: jsonOf(answer.body) })
      : store.release(request);
  try {
    const answer = await run();
    await settle(answer);
    return answer;
  } catch (error) {
    await (error instanceof VisibleError ? settle(error.answer) : store.release(request));
    throw error;
  }
}

function isLasting({ status }: Answer): boolean {
  return status < 500 && status !== 409 && status !== 429;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
