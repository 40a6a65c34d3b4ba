import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client';
import type { DueSource } from './due';
import { shardPks } from './keys';

/** How many records sparse lists hold that were due before their `until`. */
export async function countDue(table: Table, sources: DueSource[]): Promise<number> {
  const counts = await Promise.all(
    sources.flatMap(({ index, list, until }) =>
      shardPks(list).map((shard) => countShard(table, index, shard, until)),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function countShard(table: Table, index: string, shard: string, until: string): Promise<number> {
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: index,
        KeyConditionExpression: '#pk = :pk AND #sk <= :until',
        ExpressionAttributeNames: { '#pk': `${index}pk`, '#sk': `${index}sk` },
        ExpressionAttributeValues: { ':pk': shard, ':until': until },
        Select: 'COUNT',
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from);
  return count;
}
