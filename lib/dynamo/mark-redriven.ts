import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client';
import { conditional } from './conditional';
import type { Key } from './keys';

/**
 * Notes that the record was handed on just now, so that the next sweeps leave it alone. Not a change of the
 * record: neither its version nor its index entries move.
 */
export async function markRedriven(table: Table, { pk, sk }: Key, now: number): Promise<void> {
  await conditional(
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk, sk },
        UpdateExpression: 'SET redriven_at = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': new Date(now).toISOString() },
      }),
    ),
  );
}
