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
export interface Operation<Input = Record<string, unknown>> {
  kind: OperationKind;
  /** Random name of this attempt, part of the idempotency key. See docs/adr/0004. */
  attempt: string;
  request: FrozenRequest;
  idempotency_key: string;
  /** `sending`: the same key may be sent again. `unknown`: Stripe answered 5xx, so look before asking again. */
  status: 'sending' | 'unknown';
  /** What came with the request and becomes part of the record if it succeeds. */
  input: Input;
  /** ISO 8601; Stripe forgets a key 24 hours after this. */
  first_sent_at: string;
  /** ISO 8601; nothing that this operation made at Stripe is younger than some minutes after this. */
  last_sent_at: string;
  /** ISO 8601; until then whoever holds the operation is left alone. */
  lease_until: string;
}

/** What writes there are. An operation of two requests, such as adding a card, is one kind after the other. */
export const OPERATION_KINDS = [
  'create_customer',
  'attach_card',
  'make_default',
  'describe_customer',
  'create_payment',
  'confirm_payment',
  'cancel_payment',
  'refund',
  'create_plan',
  'create_tax_rate',
  'create_subscription',
  'cancel_subscription',
  'undo_cancellation',
  'create_coupon',
  'update_coupon',
  'delete_coupon',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export interface NewOperation<Input> {
  kind: OperationKind;
  recordId: string;
  /** The request, given the attempt's name. */
  request: (attempt: string) => FrozenRequest;
  /** Ends the idempotency key, for a caller who wants to tell attempts apart. */
  keyPostfix?: string;
  input: Input;
}

/** Longer than one step may take with its retries, and than a function behind the gateway may run. */
const LEASE_SECONDS = 35;
const HOUR = 3600_000;

/** Freezes a request under a new idempotency key and takes its lease. `now` in milliseconds. */
export function beginOperation<Input>(input: NewOperation<Input>, now: number): Operation<Input> {
  const attempt = ulid(now);
  const time = new Date(now).toISOString();
  return {
    kind: input.kind,
    attempt,
    request: input.request(attempt),
    idempotency_key: ['aa-stripe', input.recordId, attempt, input.keyPostfix].filter(Boolean).join(':'),
    status: 'sending',
    input: input.input,
    first_sent_at: time,
    last_sent_at: time,
    lease_until: after(now, LEASE_SECONDS),
  };
}

/** Takes over an operation whose holder is gone: the same request and key, a new lease. */
export function takenOver<Input>(operation: Operation<Input>, now: number): Operation<Input> {
  return {
    ...operation,
    last_sent_at: operation.status === 'sending' ? new Date(now).toISOString() : operation.last_sent_at,
    lease_until: after(now, LEASE_SECONDS),
  };
}

/** Gives the operation back, to be taken up by anyone after so many seconds. */
export function putBack<Input>(operation: Operation<Input>, now: number, seconds = 0): Operation<Input> {
  return { ...operation, lease_until: after(now, seconds) };
}

/** Whether its holder is gone and the same request may be sent again, under a key that Stripe still knows. */
export function isResumable(operation: Operation<unknown>, now: number): boolean {
  return operation.status === 'sending' && !isLeased(operation, now) && isKeyAlive(operation, now);
}

/** Whether somebody else has taken over what `own` was the lease of. */
export function isTakenOver(operation: Operation<unknown> | null, own: Operation<unknown>): boolean {
  return operation?.attempt !== own.attempt || operation.lease_until !== own.lease_until;
}

export function isLeased(operation: Operation<unknown>, now: number): boolean {
  return Date.parse(operation.lease_until) > now;
}

/**
 * Whether Stripe surely still knows the key, so that sending it again cannot act twice. It keeps keys for
 * 24 hours (https://docs.stripe.com/api/idempotent_requests); the last is left as a margin for clocks.
 */
export function isKeyAlive(operation: Operation<unknown>, now: number): boolean {
  return now - Date.parse(operation.first_sent_at) < 23 * HOUR;
}

/** Whether the request can no longer take effect late under its key. */
export function isKeyForgotten(operation: Operation<unknown>, now: number): boolean {
  return now - Date.parse(operation.first_sent_at) >= 24 * HOUR;
}

function after(now: number, seconds: number): string {
  return new Date(now + seconds * 1000).toISOString();
}
