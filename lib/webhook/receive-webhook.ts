import type { WebhookStore } from './ports';
import { type Stored, storeEvent } from './store-event';
import { verifySignature } from './verify-signature';

/**
 * A Lambda request holds 6 MB, and the gateway turns some bodies into base64, a third longer. This size fits
 * either way, so what is taken does not depend on the content type. Larger events are healed by reconciliation.
 */
const MAX_BYTES = 4_600_000;

export type Received = Stored | { outcome: 'too-large' };

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

/** Verifies a delivery over its raw bytes and stores it. */
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
  if (problem) return { outcome: 'refused', why: 'signature', message: MESSAGES[problem] };

  const text = decodeUtf8(delivery.body);
  if (text === null) return { outcome: 'refused', why: 'payload', message: 'invalid payload' };
  return storeEvent(text, livemode, ports);
}

const MESSAGES = {
  'no-header': 'No stripe-signature header value was provided.',
  malformed: 'Unable to extract timestamp and signatures from header',
  'no-scheme': 'No signatures found with expected scheme',
  'no-match': 'No signatures found matching the expected signature for payload',
  'too-old': 'Timestamp outside the tolerance zone',
};

function decodeUtf8(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}
