import { ulid } from 'ulid';

/** A request to Stripe, frozen before it is first sent, so that every retry sends exactly the same. */
export interface FrozenRequest {
  method: 'POST' | 'DELETE';
  /** Path with its version, such as `/v1/customers`. */
  path: string;
  /** Parameters as plain JSON; the adapter encodes them as a form. */
  params: Record<string, unknown>;
}

/**
 * A write to Stripe that has begun and has not ended. It lives inside the record it is about, so that
 * record and operation change in one conditional write; a record without one is at rest.
 */
export interface Operation {
  kind: 'create_customer' | 'attach_card';
  step: 'create' | 'attach' | 'make_default';
  /** Random name of this attempt, part of the idempotency key. See docs/adr/0004. */
  attempt: string;
  request: FrozenRequest;
  idempotency_key: string;
  /** `sending`: the same key may be sent again. `unknown`: Stripe answered 5xx, so look before asking again. */
  status: 'sending' | 'unknown';
  /** Ids that were there when it began, to recognise afterwards what it added. */
  before: string[];
  /** Digest of the token this operation is about; the token itself stands only in the request. */
  token_digest: string;
  /** ISO 8601; Stripe forgets a key 24 hours after this. */
  first_sent_at: string;
  /** ISO 8601; until then whoever holds the operation is left alone. */
  lease_until: string;
}

/** Longer than the longest HTTP function may run, so an unexpired lease means somebody is at work. */
export const LEASE_SECONDS = 35;
const HOUR = 3600_000;

export interface NewOperation {
  kind: Operation['kind'];
  step: Operation['step'];
  recordId: string;
  request: FrozenRequest;
  tokenDigest: string;
  before?: string[];
}

/** Freezes a request under a new idempotency key and takes its lease. `now` in milliseconds. */
export function beginOperation(input: NewOperation, now: number): Operation {
  const attempt = ulid(now);
  return {
    kind: input.kind,
    step: input.step,
    attempt,
    request: input.request,
    idempotency_key: `aa-stripe:${input.recordId}:${attempt}`,
    status: 'sending',
    before: input.before ?? [],
    token_digest: input.tokenDigest,
    first_sent_at: new Date(now).toISOString(),
    lease_until: leaseFrom(now),
  };
}

/** Takes over an operation whose holder is gone: the same request and key, a new lease. */
export function withLease(operation: Operation, now: number, seconds = LEASE_SECONDS): Operation {
  return { ...operation, lease_until: leaseFrom(now, seconds) };
}

export function isLeased(operation: Operation, now: number): boolean {
  return Date.parse(operation.lease_until) > now;
}

/**
 * Whether Stripe surely still knows the key, so that sending it again cannot act twice. It keeps keys for
 * 24 hours (https://docs.stripe.com/api/idempotent_requests); the last is left as a margin for clocks.
 */
export function isKeyAlive(operation: Operation, now: number): boolean {
  return now - Date.parse(operation.first_sent_at) < 23 * HOUR;
}

/** Whether the request can no longer take effect late under its key. */
export function isKeyForgotten(operation: Operation, now: number): boolean {
  return now - Date.parse(operation.first_sent_at) >= 24 * HOUR;
}

function leaseFrom(now: number, seconds = LEASE_SECONDS): string {
  return new Date(now + seconds * 1000).toISOString();
}
