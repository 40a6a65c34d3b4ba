import type { WebhookStore } from './ports';
import { readStripeEvent } from './stripe-event';
import type { Webhook } from './webhook';

export type Stored = { outcome: 'stored'; webhook: Webhook } | { outcome: 'duplicate'; id: string } | Refused;

/** `why`: bytes that are not Stripe's, an event of the other mode, or Stripe's bytes that are no event. */
export interface Refused {
  outcome: 'refused';
  why: 'signature' | 'mode' | 'payload';
  message: string;
}

/**
 * Stores an event that is known to be Stripe's with one conditional put, whichever way it came. Everything else that
 * it means is derived from the table's stream.
 */
export async function storeEvent(
  text: string,
  livemode: boolean,
  ports: { webhooks: Pick<WebhookStore, 'insert'>; now(): number },
): Promise<Stored> {
  const event = readStripeEvent(text);
  if (!event) return { outcome: 'refused', why: 'payload', message: 'invalid payload' };
  if (event.livemode !== null && event.livemode !== livemode) {
    const mode = livemode ? 'live' : 'test';
    return { outcome: 'refused', why: 'mode', message: `this endpoint takes ${mode} mode events only` };
  }
  const webhook = newWebhook(event.id, event.type, livemode, ports.now());
  return (await ports.webhooks.insert(webhook, withoutClientSecrets(text)))
    ? { outcome: 'stored', webhook }
    : { outcome: 'duplicate', id: event.id };
}

function newWebhook(id: string, eventType: string, livemode: boolean, now: number): Webhook {
  const time = new Date(now).toISOString();
  return {
    id,
    event_type: eventType,
    livemode,
    created: time,
    updated: time,
    version: 1,
    is_parsed: false,
    parse_error: null,
    replays: 0,
    raw_expired_at: null,
    about: null,
  };
}

/**
 * A client secret lets its holder act on a payment: it is fetched live where needed, never stored. Replaced in
 * the text, which leaves all else to the letter, numbers beyond 2^53 included.
 */
export function withoutClientSecrets(json: string): string {
  return json.replace(/(?<!\\)("client_secret"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1null');
}
