import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client';
import { conditional } from './conditional';
import type { Key } from './keys';

/** A record as it was when its signals were composed. */
export interface OutboxRecord extends Key {
  version: number;
  outbox: Set<string>;
  gsi5pk: string;
}

/**
 * Takes published entries out of a record's outbox, and the record out of the index of unpublished ones
 * once nothing is left to publish. Usually that is one write; where the record has changed meanwhile, two.
 */
export async function settleOutbox(record: OutboxRecord, entries: string[], table: Table): Promise<void> {
  const update = (UpdateExpression: string, ConditionExpression: string, values: Record<string, unknown>) =>
    conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk: record.pk, sk: record.sk },
          UpdateExpression,
          ConditionExpression,
          ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        }),
      ),
    );
  const isListed = record.gsi5pk.startsWith('unpublished#');
  if (entries.length > 0) {
    const published = { ':entries': new Set(entries) };
    if (isListed && entries.length === record.outbox.size) {
      const alone = { ...published, ':version': record.version, ':count': entries.length };
      const condition = 'version = :version AND size(outbox) = :count';
      if (await update('DELETE outbox :entries REMOVE gsi5pk, gsi5sk', condition, alone)) return;
    }
    await update('DELETE outbox :entries', 'attribute_exists(pk)', published);
  }
  if (isListed) {
    const prefix = { ':unpublished': 'unpublished#' };
    const condition = 'attribute_not_exists(outbox) AND begins_with(gsi5pk, :unpublished)';
    await update('REMOVE gsi5pk, gsi5sk', condition, prefix);
  }
}
