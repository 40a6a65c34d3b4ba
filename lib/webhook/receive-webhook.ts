import type { WebhookStore } from './ports';
import { readStripeEvent } from './stripe-event';
import { verifySignature } from './verify-signature';
import type { Webhook } from './webhook';

/**
 * A Lambda request holds 6 MB, and the gateway turns some bodies into base64, a third longer. This size fits
 * either way, so what is taken does not depend on the content type. Larger events are healed by reconciliation.
 */
const MAX_BYTES = 4_600_000;

export type Received =
  | { outcome: 'stored'; webhook: Webhook }
  | { outcome: 'duplicate'; id: string }
  | { outcome: 'refused'; message: string }
  | { outcome: 'too-large' };

export interface Delivery {
  body: Buffer;
  signature: string | undefined;
}

/** `secrets(true)` reads them anew: a secret that was just added must not cost a delivery. */
export interface ReceivePorts {
  webhooks: Pick<WebhookStore, 'insert'>;
  secrets(fresh: boolean): Promise<string[]>;
  now(): number;
}

/**
 * Verifies a delivery over its raw bytes and stores it with one conditional put. Everything else that the
 * event means is derived from the table's stream.
 */
export async function receiveWebhook(
  delivery: Delivery,
  livemode: boolean,
  ports: ReceivePorts,
): Promise<Received> {
  if (delivery.body.byteLength > MAX_BYTES) return { outcome: 'too-large' };
  const verify = async (fresh: boolean) =>
    verifySignature({ ...delivery, secrets: await ports.secrets(fresh), now: ports.now() });
  let problem = await verify(false);
  if (problem === 'no-match') problem = await verify(true);
  if (problem) return { outcome: 'refused', message: MESSAGES[problem] };

  const text = decodeUtf8(delivery.body);
  const event = text === null ? null : readStripeEvent(text);
  if (text === null || !event) return { outcome: 'refused', message: 'invalid payload' };
  if (event.livemode !== null && event.livemode !== livemode) {
    return {
      outcome: 'refused',
      message: `this endpoint takes ${livemode ? 'live' : 'test'} mode events only`,
    };
  }
  const webhook = newWebhook(event.id, event.type, livemode, ports.now());
  return (await ports.webhooks.insert(webhook, withoutClientSecrets(text)))
    ? { outcome: 'stored', webhook }
    : { outcome: 'duplicate', id: event.id };
}

const MESSAGES = {
  'no-header': 'No stripe-signature header value was provided.',
  malformed: 'Unable to extract timestamp and signatures from header',
  'no-scheme': 'No signatures found with expected scheme',
  'no-match': 'No signatures found matching the expected signature for payload',
  'too-old': 'Timestamp outside the tolerance zone',
};

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
  };
}

/**
 * A client secret lets its holder act on a payment: it is fetched live where needed, never stored. Replaced in
 * the text, which leaves all else to the letter, numbers beyond 2^53 included.
 */
export function withoutClientSecrets(json: string): string {
  return json.replace(/(?<!\\)("client_secret"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1null');
}

function decodeUtf8(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}
