import type { CreatedRange, Page } from '../operation/ports';
import type { SignalName } from '../signals/signal';
import type { StripeEvent } from './stripe-event';
import type { Webhook } from './webhook';

export interface WebhookStore {
  /**
   * One conditional put of record and raw text; false if the event is there already.
   * Text that does not fit the item is stored beside it first.
   */
  insert(webhook: Webhook, rawText: string): Promise<boolean>;
  /** Consistent read. */
  find(id: string): Promise<StoredWebhook | null>;
  /** One conditional write; false if the record is not at `previous.version`. */
  save(next: Webhook, previous: Webhook, signals?: SignalName[]): Promise<boolean>;
  /**
   * Deletes the raw text and notes when, in one conditional write; text that is kept beside the record goes after
   * that, and before the record forgets where it was. Safe to repeat.
   * @returns the webhook as it is then; null if the record is not at that version
   */
  dropBody(stored: StoredWebhook, now: number): Promise<Webhook | null>;
  /** Notes that somebody waits for it with good reason, so that the sweep need not tell of it again. */
  noteWaiting(id: string, now: number): Promise<void>;
}

export interface StoredWebhook {
  webhook: Webhook;
  /** Where the text is kept that does not fit the record; null if there is none (any more). */
  rawKey: string | null;
  /** The event's text exactly as Stripe sent it; null once it was deleted. */
  rawText(): Promise<string | null>;
}

/** What came of handling the events of one object. */
export type Handled =
  /** `isErased`: the event is about somebody who was erased, so its text must not stay. */
  | { outcome: 'done'; isErased?: boolean }
  /** There is nothing to do here, and why; logged, not an error. */
  | { outcome: 'noted'; note: string }
  /** It can never be handled. */
  | { outcome: 'failed'; error: string }
  /** Not now: the record may still be on its way, or others are writing it. */
  | { outcome: 'later'; reason: string };

export interface ReceivedEvent {
  event: StripeEvent;
  /** Milliseconds since it was received. */
  age: number;
}

/** Handles the events of one family, such as everything about customers and their cards. */
export interface EventHandler {
  /** Name of the object an event is about, so that several events of one object cost one refetch. */
  subjectOf(event: StripeEvent): string | null;
  handle(subject: string, received: ReceivedEvent[]): Promise<Handled>;
}

/** Keeps the event texts that do not fit a record. */
export interface PayloadStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  /** Nothing happens if it is gone already. */
  remove(key: string): Promise<void>;
}

export interface WebhookFilter {
  isParsed: boolean | null;
  /** Whether it has a parse_error. */
  failed: boolean | null;
  /** Stripe's type of the event. */
  type?: string | null;
  created?: CreatedRange;
}

export interface WebhookList {
  page(filter: WebhookFilter, after: string | null, limit: number): Promise<Page<Webhook>>;
}
