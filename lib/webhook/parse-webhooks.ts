import { StripeDeniedError, StripeUnavailableError } from '../operation/errors';
import { isId } from '../operation/record-id';
import { type EventHandlers, handlerOf } from './handlers';
import type { EventHandler, Handled, ReceivedEvent, StoredWebhook, WebhookStore } from './ports';
import { readStripeEvent } from './stripe-event';
import { eventName, type Webhook } from './webhook';

export interface ParsePorts {
  webhooks: Pick<WebhookStore, 'find' | 'save' | 'dropBody'>;
  handlers: EventHandlers;
  now(): number;
  /** Whether enough time is left to handle one more object. */
  mayBegin(): boolean;
}

export type Parsed =
  | Handled
  /** Stripe cannot be asked, which is no fault of the webhook. `age`: for how long, in milliseconds. */
  | { outcome: 'outage'; error: Error; age: number }
  /** For the caller to retry and, in the end, to dead-letter. */
  | { outcome: 'unexpected'; error: unknown };

interface Group {
  subject: string;
  handler: EventHandler;
  webhooks: StoredWebhook[];
  received: ReceivedEvent[];
}

/**
 * Parses webhooks by their ids. Events of one object are handled together, so that they cost one refetch;
 * an object that cannot be handled holds up no other.
 */
export async function parseWebhooks(ids: string[], ports: ParsePorts): Promise<Map<string, Parsed>> {
  const results = new Map<string, Parsed>();
  const groups: Group[] = [];
  for (const id of new Set(ids)) {
    const parsed = await guarded(() => sortIn(id, groups, ports));
    if (parsed) results.set(id, parsed);
  }
  let outage: Parsed | null = null;
  for (const group of groups) {
    // Where Stripe did not answer for one, the others need not wait for that again.
    const parsed: Parsed = outage ?? (await guarded(() => handleGroup(group, ports)));
    if (parsed.outcome === 'outage') outage = parsed;
    for (const { webhook } of group.webhooks)
      results.set(webhook.id, parsedFor(webhook, parsed, ports.now()));
  }
  return results;
}

function parsedFor({ updated }: Webhook, parsed: Parsed, now: number): Parsed {
  return parsed.outcome === 'outage' ? { ...parsed, age: now - Date.parse(updated) } : parsed;
}

const NO_ID: Handled = { outcome: 'failed', error: 'What it names its object by is not an id.' };

/** Adds a webhook to the group of its object; ends it at once where nobody handles it. */
async function sortIn(id: string, groups: Group[], ports: ParsePorts): Promise<Handled | null> {
  const found = await ports.webhooks.find(id);
  if (!found) return { outcome: 'noted', note: `webhook ${id} is not stored here` };
  const { webhook } = found;
  if (webhook.is_parsed) return { outcome: 'done' };
  const text = await found.rawText();
  // Whoever deleted it was about to finish.
  if (text === null) return finish([found], { outcome: 'done', isErased: true }, ports);
  const event = readStripeEvent(text);
  const handler = handlerOf(eventName(webhook.event_type).model, ports.handlers);
  const subject = event && handler?.subjectOf(event);
  if (!event || !handler || !subject) return finish([found], { outcome: 'done' }, ports);
  if (!isId(subject)) return finish([found], NO_ID, ports);
  const known = groups.find((group) => group.handler === handler && group.subject === subject);
  const group = known ?? { subject, handler, webhooks: [], received: [] };
  if (!known) groups.push(group);
  group.webhooks.push(found);
  group.received.push({ event, age: ports.now() - Date.parse(webhook.created) });
  return null;
}

async function handleGroup(
  { subject, handler, webhooks, received }: Group,
  ports: ParsePorts,
): Promise<Handled> {
  if (!ports.mayBegin()) return { outcome: 'later', reason: 'no time is left in this run' };
  return finish(webhooks, await handler.handle(subject, received), ports, subject);
}

async function guarded<T>(work: () => Promise<T>): Promise<T | Parsed> {
  try {
    return await work();
  } catch (error) {
    const isOutage = error instanceof StripeUnavailableError || error instanceof StripeDeniedError;
    return isOutage ? { outcome: 'outage', error, age: 0 } : { outcome: 'unexpected', error };
  }
}

/**
 * Writes that nothing is left to do, unless there is, and which object it was `about`. What is about somebody who was erased loses its text
 * first.
 */
async function finish(
  stored: StoredWebhook[],
  handled: Handled,
  ports: ParsePorts,
  about?: string,
): Promise<Handled> {
  if (handled.outcome === 'later') return handled;
  const error = handled.outcome === 'failed' ? handled.error : null;
  const isErased = handled.outcome === 'done' && handled.isErased === true;
  const updated = new Date(ports.now()).toISOString();
  for (const each of stored) {
    const webhook = isErased ? await ports.webhooks.dropBody(each, ports.now()) : each.webhook;
    if (!webhook) return { outcome: 'later', reason: `webhook ${each.webhook.id} is being written` };
    const next: Webhook = {
      ...webhook,
      is_parsed: true,
      parse_error: error,
      about: about ?? webhook.about,
      updated,
      version: webhook.version + 1,
    };
    // Lost only to another copy of this message, or to a replay that was asked for meanwhile.
    await ports.webhooks.save(next, webhook, error ? ['webhook_parse_failed'] : []);
  }
  return handled;
}
