import type { Webhook } from '../webhook/webhook';
import type { Table } from './client';
import { webhookKey } from './keys';
import { recordsOf } from './newest-first';
import { fromWebhookItem, WEBHOOK_ATTRIBUTES } from './webhook-item';

/** A webhook without its raw text. Consistent. */
export async function findWebhook(table: Table, id: string): Promise<Webhook | null> {
  const [item] = await recordsOf(table, [{ ...webhookKey(id), position: '' }], WEBHOOK_ATTRIBUTES);
  return item ? fromWebhookItem(item) : null;
}
