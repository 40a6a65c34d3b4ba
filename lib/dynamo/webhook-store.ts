import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { PayloadStore, WebhookStore } from '../webhook/ports';
import type { Table } from './client';
import { dropBody } from './drop-body';
import { insertWebhook } from './insert-webhook';
import { webhookKey } from './keys';
import { markRedriven } from './mark-redriven';
import { recordsOf } from './newest-first';
import { putNew } from './put-new';
import { saveRecord } from './save-record';
import { fromWebhookItem, rawKeyOf, rawTextOf, toWebhookItem } from './webhook-item';

export function webhookStore(table: Table, payloads: PayloadStore): WebhookStore {
  return {
    insert: insertWebhook(putNew(table), payloads),
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
