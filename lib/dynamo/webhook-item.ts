import * as v from 'valibot';
import type { PayloadStore } from '../webhook/ports';
import { isFinished, type Webhook } from '../webhook/webhook';
import type { Item } from './conditional-update';
import { aboutPk, BODIES, position, shardOf, subjectOf, webhookKey } from './keys';
import { unpackText } from './packed-json';

const WebhookItem = v.object({
  id: v.string(),
  event_type: v.string(),
  livemode: v.boolean(),
  created: v.string(),
  updated: v.string(),
  version: v.number(),
  is_parsed: v.boolean(),
  parse_error: v.optional(v.nullable(v.string()), null),
  replays: v.optional(v.number(), 0),
  raw_expired_at: v.optional(v.nullable(v.string()), null),
  // Its place among the webhooks about one object, which says which that is.
  gsi8pk: v.optional(v.string()),
});

const RawItem = v.object({
  raw: v.optional(v.instance(Uint8Array)),
  raw_key: v.optional(v.string()),
  raw_expired_at: v.optional(v.string()),
});

/** What a list shows; the raw text, which may be large, stays where it is. */
export const WEBHOOK_ATTRIBUTES = Object.keys(WebhookItem.entries);

/** The webhook as an item, without its raw text, which is written once and never changed. */
export function toWebhookItem(webhook: Webhook): Item {
  const at = position(webhook.created, webhook.id);
  const { parse_error, replays, raw_expired_at, about, ...plain } = webhook;
  return {
    ...webhookKey(webhook.id),
    kind: 'webhook',
    ...plain,
    ...(replays > 0 && { replays }),
    ...(raw_expired_at !== null && { raw_expired_at }),
    ...(parse_error && { parse_error, gsi3pk: shardOf('failed', webhook.id), gsi3sk: at }),
    gsi4pk: shardOf('webhook', webhook.id),
    gsi4sk: at,
    ...(!webhook.is_parsed && { gsi5pk: shardOf('unparsed', webhook.id), gsi5sk: at }),
    ...(isFinished(webhook) &&
      raw_expired_at === null && { gsi6pk: shardOf(BODIES, webhook.id), gsi6sk: at }),
    ...(about !== null && { gsi8pk: aboutPk(about), gsi8sk: at }),
  };
}

/** @throws v.ValiError if the item is not a webhook */
export function fromWebhookItem(item: unknown): Webhook {
  const { gsi8pk, ...webhook } = v.parse(WebhookItem, item);
  return { ...webhook, about: gsi8pk === undefined ? null : subjectOf(gsi8pk) };
}

/** Where text is kept that does not fit the item; null if there is none (any more). */
export function rawKeyOf(item: unknown): string | null {
  return v.parse(RawItem, item).raw_key ?? null;
}

/** The event's text: in the item, or where the item points to; null once it was deleted. */
export async function rawTextOf(item: unknown, payloads: Pick<PayloadStore, 'get'>): Promise<string | null> {
  const { raw, raw_key, raw_expired_at } = v.parse(RawItem, item);
  if (raw_expired_at !== undefined) return null;
  if (raw) return unpackText(raw);
  if (raw_key) return unpackText(await payloads.get(raw_key));
  throw new Error('The webhook has no raw text.');
}
