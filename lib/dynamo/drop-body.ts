import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { PayloadStore, StoredWebhook } from '../webhook/ports';
import type { Webhook } from '../webhook/webhook';
import type { Table } from './client';
import { conditional } from './conditional';
import { webhookKey } from './keys';

/**
 * Deletes a webhook's raw text; the record stays, so that the event is never new again. Text in the bucket is deleted
 * once the record says that it is gone, and forgotten by the record after that: whoever is killed in between is
 * followed by somebody who finds the rest.
 */
export async function dropBody(
  table: Table,
  payloads: Pick<PayloadStore, 'remove'>,
  { webhook, rawKey }: StoredWebhook,
  now: number,
): Promise<Webhook | null> {
  const update = (input: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
    conditional(
      table.client.send(new UpdateCommand({ ...input, TableName: table.name, Key: webhookKey(webhook.id) })),
    );
  const time = new Date(now).toISOString();
  const gone = { ...webhook, raw_expired_at: time, updated: time, version: webhook.version + 1 };
  if (webhook.raw_expired_at === null) {
    const isWritten = await update({
      UpdateExpression: `SET raw_expired_at = :now, updated = :now, version = :next REMOVE #raw${
        rawKey === null ? LISTED : ''
      }`,
      ConditionExpression: 'version = :expected',
      ExpressionAttributeNames: { '#raw': 'raw' },
      ExpressionAttributeValues: { ':now': time, ':next': gone.version, ':expected': webhook.version },
    });
    if (!isWritten) return null;
  }
  if (rawKey !== null) {
    await payloads.remove(rawKey);
    await update({
      UpdateExpression: `REMOVE raw_key${LISTED}`,
      ConditionExpression: 'attribute_exists(pk)',
    });
  }
  return webhook.raw_expired_at === null ? gone : webhook;
}

/** Its place among webhooks that have raw data. */
const LISTED = ', gsi6pk, gsi6sk';
