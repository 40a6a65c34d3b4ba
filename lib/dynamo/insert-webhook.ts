import type { PayloadStore, WebhookStore } from '../webhook/ports';
import type { Item } from './conditional-update';
import { packText } from './packed-json';
import { toWebhookItem } from './webhook-item';

/** Stores an item under a key that has none yet; false if it has. */
export type PutNew = (item: Item) => Promise<boolean>;

/** An item holds 400 KB; the rest is left to its attributes and index keys. */
const MAX_RAW_IN_ITEM = 350_000;

/** Stores a new webhook with its text: in the item, or where the item points to. */
export function insertWebhook(put: PutNew, payloads: Pick<PayloadStore, 'put'>): WebhookStore['insert'] {
  return async (webhook, rawText) => {
    const packed = packText(rawText);
    const raw = packed.byteLength <= MAX_RAW_IN_ITEM ? { raw: packed } : { raw_key: webhook.id };
    // First, so that the record never points to nothing; the key is the event's id, so twice is once.
    if (raw.raw_key) await payloads.put(raw.raw_key, packed);
    return put({ ...toWebhookItem(webhook), ...raw });
  };
}
