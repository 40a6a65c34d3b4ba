import type { FrozenRequest } from './operation';
import type { StripeAnswer } from './outcome';

export interface StripeRequests {
  /** Sends a frozen request once. Never throws for what Stripe or the network did. */
  send(request: FrozenRequest, idempotencyKey: string): Promise<StripeAnswer>;
}

export interface Time {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** A page of a list, newest first. `last` is the position to go on after, null at the end. */
export interface Page<T> {
  records: T[];
  last: string | null;
  /** What of the page could not be read, and must not hide the rest; absent where all could. */
  unreadable?: Unreadable[];
}

/** Of which records a list shows those only: from this moment on, and before that one. ISO 8601; null: no bound. */
export interface CreatedRange {
  from: string | null;
  to: string | null;
}

export interface Unreadable {
  /** The record's own id. */
  id: string;
  error: unknown;
}
