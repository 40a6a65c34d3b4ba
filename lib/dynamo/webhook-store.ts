import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PayloadStore, WebhookStore } from '../webhook/ports';
import type { Table } from './client';
import { conditional } from './conditional';
import { dropBody } from './drop-body';
import { webhookKey } from './keys';
import { markRedriven } from './mark-redriven';
import { recordsOf } from './newest-first';
import { packText } from './packed-json';
import { saveRecord } from './save-record';
import { fromWebhookItem, rawKeyOf, rawTextOf, toWebhookItem } from './webhook-item';

/** An item holds 400 KB; the rest is left to its attributes and index keys. */
const MAX_RAW_IN_ITEM = 350_000;

export function webhookStore(table: Table, payloads: PayloadStore): WebhookStore {
  return {
    insert: async (webhook, rawText) => {
      const packed = packText(rawText);
      const raw = packed.byteLength <= MAX_RAW_IN_ITEM ? { raw: packed } : { raw_key: webhook.id };
      // First, so that the record never points to nothing; the key is the event's id, so twice is once.
      if (raw.raw_key) await payloads.put(raw.raw_key, packed);
      return conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: { ...toWebhookItem(webhook), ...raw },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },
    find: async (id) => {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: webhookKey(id), ConsistentRead: true }),
      );
      if (!Item) return null;
      return {
        webhook: fromWebhookItem(Item),
        rawKey: rawKeyOf(Item),
        rawText: () => rawTextOf(Item, payloads),
      };
    },
    dropBody: (stored, now) => dropBody(table, payloads, stored, now),
    // Besides its arrival, which being unparsed stands for, a webhook only ever tells of a failure.
    save: (next, previous, signals = []) =>
      saveRecord(table, toWebhookItem, { next, previous, signals, mayOwe: previous.parse_error !== null }),
    noteWaiting: (id, now) => markRedriven(table, webhookKey(id), now),
  };
}

/** Which of these events are not stored. Consistent. */
export async function missingWebhooks(table: Table, ids: string[]): Promise<Set<string>> {
  const entries = ids.map((id) => ({ ...webhookKey(id), position: '' }));
  const found = await recordsOf(table, entries, ['id']);
  const stored = new Set(found.map(({ id }) => id));
  return new Set(ids.filter((id) => !stored.has(id)));
}

/** Whether an event is stored, for the price of its key. Consistent. */
export async function hasWebhook(table: Table, id: string): Promise<boolean> {
  const { Item } = await table.client.send(
    new GetCommand({
      TableName: table.name,
      Key: webhookKey(id),
      ProjectionExpression: 'pk',
      ConsistentRead: true,
    }),
  );
  return Item !== undefined;
}
