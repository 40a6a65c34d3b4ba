import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from './client';
import { type Index, type ShardedList, shardPks } from './keys';

/** Keys of a shard that are read one by one: some ten read units. */
const READ = 1_000;
/** Where a shard has more, its older hours are counted, each up to so many. */
const MOST_AN_HOUR = 1_000;

export interface HourCount {
  count: number;
  /** There were more. */
  isMore: boolean;
}

/**
 * How many records of a list stand in each hour. `times`: where the hours begin, oldest first, and where the last one
 * ends. `limits`: of each shard, for tests. The newest 8,000 are read as keys; what is older is counted by the hour, up to 8,000 each: what it costs
 * depends on the hours, not on the table.
 */
export async function countHours(
  table: Table,
  { index, list }: { index: Index; list: ShardedList },
  times: string[],
  limits = { read: READ, anHour: MOST_AN_HOUR },
): Promise<HourCount[]> {
  const shards = await Promise.all(
    shardPks(list).map((shard) => countShard(table, { index, pk: shard, times, limits })),
  );
  return times.slice(1).map((_, hour) => ({
    count: shards.reduce((sum, counts) => sum + (counts[hour]?.count ?? 0), 0),
    isMore: shards.some((counts) => counts[hour]?.isMore),
  }));
}

interface ShardQuery {
  index: Index;
  pk: string;
  times: string[];
  limits: { read: number; anHour: number };
}

async function countShard(table: Table, { index, pk, times, limits }: ShardQuery): Promise<HourCount[]> {
  const query = (from: string, to: string, more: object) =>
    table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: index,
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#pk': `${index}pk`, '#sk': `${index}sk` },
        // Positions go on after the time, so none equals a bound.
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ...more,
      }),
    );
  const [first = '', last = ''] = [times[0], times.at(-1)];
  const { Items = [], LastEvaluatedKey } = await query(first, last, {
    ScanIndexForward: false,
    Limit: limits.read,
  });
  const positions = Items.map((item) => v.parse(v.string(), item[`${index}sk`]));
  const oldestRead = LastEvaluatedKey ? (positions.at(-1) ?? '') : '';
  return Promise.all(
    times.slice(1).map(async (to, hour) => {
      const from = times[hour] ?? '';
      // Read as a whole; what was not reached, or only in part, is counted.
      if (oldestRead <= from) {
        return { count: positions.filter((each) => each >= from && each < to).length, isMore: false };
      }
      const counted = await query(from, to, { Select: 'COUNT', Limit: limits.anHour });
      return { count: counted.Count ?? 0, isMore: counted.LastEvaluatedKey !== undefined };
    }),
  );
}
