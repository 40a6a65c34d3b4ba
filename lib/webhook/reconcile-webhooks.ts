import type { Due, RunOptions, Step } from '../command/command';
import type { WebhookStore } from './ports';
import { storeEvent } from './store-event';
import { type StripeEndpoint, subscribedEvents } from './subscribed-events';

/** An event as Stripe's list shows it. */
export interface ListedEvent {
  id: string;
  /** Milliseconds. */
  created: number;
  /** Where a later run can go on after it. */
  position: string;
}

/** @throws StripeDeniedError, StripeUnavailableError */
export interface EventHistory {
  /** The endpoint with our URL; null if Stripe has none. */
  endpoint(): Promise<StripeEndpoint | null>;
  /** Events of these types (`*` is all) made between the two times (ms), newest first, page by page. */
  pages(types: string[], from: number, to: number | null, after: string | null): AsyncIterable<ListedEvent[]>;
  /** The event's text exactly as Stripe gives it; null if Stripe has it no more. */
  rawText(id: string): Promise<string | null>;
}

export interface ReconcilePorts {
  history: EventHistory;
  webhooks: Pick<WebhookStore, 'insert'>;
  /** Which of these events are not stored here. Consistent. */
  missingOf(ids: string[]): Promise<Set<string>>;
  livemode: boolean;
  now(): number;
}

export interface EventDue extends Due {
  isMissing: boolean;
  created: number;
}

/**
 * All events that Stripe has of the types our endpoint is subscribed to, younger than the endpoint, newest first, each
 * with whether it is stored here: what never arrived is found wherever in that history it lies.
 * @throws Error that says the cure if Stripe does not know our endpoint
 */
export async function* reconciledEvents(
  after: string | null,
  options: RunOptions,
  { history, missingOf, now }: Pick<ReconcilePorts, 'history' | 'missingOf' | 'now'>,
): AsyncGenerator<EventDue> {
  const { types, from } = await subscribedEvents(history.endpoint, now());
  const to = options.olderThan === null ? null : now() - options.olderThan;
  for await (const events of history.pages(types, from, to, after)) {
    const missing = await missingOf(events.map(({ id }) => id));
    for (const event of events) yield { ...event, isMissing: missing.has(event.id) };
  }
}

/** Feeds an event that never arrived in, as if Stripe had delivered it now. */
export async function feedIn(due: EventDue, options: RunOptions, ports: ReconcilePorts): Promise<Step> {
  if (!due.isMissing) return 'skipped';
  if (options.dryRun) return 'changed';
  const text = await ports.history.rawText(due.id);
  if (text === null) return 'skipped';
  const stored = await storeEvent(text, ports.livemode, ports);
  if (stored.outcome === 'refused') throw new Error(`Stripe gave what cannot be stored: ${stored.message}`);
  return stored.outcome === 'stored' ? 'changed' : 'skipped';
}
