import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Backlog } from '../status/readings';
import type { Table } from './client';
import { type Index, type ShardedList, shardPks } from './keys';

/** After every time. */
const LAST = '~';

/**
 * How many records a sparse list holds that stand before `until` (ISO 8601; default all), counted up to `most` a shard,
 * and the time of the first.
 */
export async function countBacklog(
  table: Table,
  { index, list, until = LAST }: { index: Index; list: ShardedList; until?: string },
  most: number,
): Promise<Backlog> {
  const shards = await Promise.all(
    shardPks(list).map((shard) =>
      table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: index,
          KeyConditionExpression: '#pk = :pk AND #sk <= :until',
          ExpressionAttributeNames: { '#pk': `${index}pk`, '#sk': `${index}sk` },
          ExpressionAttributeValues: { ':pk': shard, ':until': until },
          Limit: most,
        }),
      ),
    ),
  );
  const positions = shards.flatMap(({ Items = [] }) =>
    Items.slice(0, 1).map((item) => v.parse(v.string(), item[`${index}sk`])),
  );
  const count = shards.reduce((sum, { Items = [] }) => sum + Items.length, 0);
  const isMore = count > most || shards.some(({ LastEvaluatedKey }) => LastEvaluatedKey !== undefined);
  const [oldest = null] = positions.map((position) => position.split('#')[0] ?? '').sort();
  return { count: Math.min(count, most), isMore, oldest };
}
