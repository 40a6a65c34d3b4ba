import { type EventHandlers, handlerOf } from './handlers';
import type { EventHandler, Handled, ReceivedEvent, WebhookStore } from './ports';
import { readStripeEvent } from './stripe-event';
import { eventName, type Webhook } from './webhook';

export interface ParsePorts {
  webhooks: Pick<WebhookStore, 'find' | 'save'>;
  handlers: EventHandlers;
  now(): number;
}

/** What came of one webhook; `unexpected` is for the caller to retry and, in the end, to dead-letter. */
export type Parsed = Handled | { outcome: 'unexpected'; error: unknown };

interface Work {
  webhook: Webhook;
  received: ReceivedEvent;
}

interface Group {
  subject: string;
  handler: EventHandler;
  work: Work[];
}

/**
 * Parses webhooks by their ids. Events of one object are handled together, so that they cost one refetch;
 * an object that cannot be handled holds up no other.
 */
export async function parseWebhooks(ids: string[], ports: ParsePorts): Promise<Map<string, Parsed>> {
  const results = new Map<string, Parsed>();
  const groups: Group[] = [];
  for (const id of new Set(ids)) {
    await guarded([id], results, async () => {
      const found = await ports.webhooks.find(id);
      if (!found) return { outcome: 'noted', note: `webhook ${id} is not stored here` };
      if (found.webhook.is_parsed) return { outcome: 'done' };
      const event = readStripeEvent(await found.rawText());
      const handler = handlerOf(eventName(found.webhook.event_type).model, ports.handlers);
      const subject = event && handler?.subjectOf(event);
      if (!event || !handler || !subject) return finish([found.webhook], { outcome: 'done' }, ports);
      const age = ports.now() - Date.parse(found.webhook.created);
      const known = groups.find((group) => group.handler === handler && group.subject === subject);
      const group = known ?? { subject, handler, work: [] };
      if (!known) groups.push(group);
      group.work.push({ webhook: found.webhook, received: { event, age } });
      return null;
    });
  }
  for (const { subject, handler, work } of groups) {
    const webhooks = work.map(({ webhook }) => webhook);
    await guarded(
      webhooks.map(({ id }) => id),
      results,
      async () =>
        finish(
          webhooks,
          await handler.handle(
            subject,
            work.map(({ received }) => received),
          ),
          ports,
        ),
    );
  }
  return results;
}

/** Runs `work` for these ids and keeps its outcome, or its error; null leaves them to a later step. */
async function guarded(ids: string[], results: Map<string, Parsed>, work: () => Promise<Handled | null>) {
  let result: Parsed | null;
  try {
    result = await work();
  } catch (error) {
    result = { outcome: 'unexpected', error };
  }
  if (result) for (const id of ids) results.set(id, result);
}

/** Writes that nothing is left to do, unless there is. */
async function finish(webhooks: Webhook[], handled: Handled, ports: ParsePorts): Promise<Handled> {
  if (handled.outcome === 'later') return handled;
  const error = handled.outcome === 'failed' ? handled.error : null;
  const updated = new Date(ports.now()).toISOString();
  for (const webhook of webhooks) {
    const next: Webhook = {
      ...webhook,
      is_parsed: true,
      parse_error: error,
      updated,
      version: webhook.version + 1,
    };
    // Lost only to another copy of this message, or to a replay that was asked for meanwhile.
    await ports.webhooks.save(next, webhook, error ? ['webhook_parse_failed'] : []);
  }
  return handled;
}

/** Keeps why the last try failed with the webhook, which stays unparsed and can be replayed. */
export async function recordFailure(
  id: string,
  error: string,
  ports: Omit<ParsePorts, 'handlers'>,
): Promise<void> {
  const found = await ports.webhooks.find(id);
  if (!found || found.webhook.is_parsed) return;
  const webhook = found.webhook;
  const updated = new Date(ports.now()).toISOString();
  const next: Webhook = { ...webhook, parse_error: error, updated, version: webhook.version + 1 };
  await ports.webhooks.save(next, webhook, ['webhook_parse_failed']);
}
