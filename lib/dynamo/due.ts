import {
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Due } from '../command/command';
import type { Table } from './client';
import { type Index, type Key, recordIdOf, type ShardedList, shardPks } from './keys';

/** A sparse list, and until when (the beginning of a sort key, such as a time) its records are due. */
export interface DueSource {
  index: Index;
  list: ShardedList;
  until: string;
  /** Since when, where they do not matter from the beginning. */
  from?: string;
}

/** A record that an index says is due. */
export interface DueRecord extends Due, Key {}

const Entry = v.object({ pk: v.string(), sk: v.string() });

/**
 * The records of sparse lists that were due before `until` (ISO 8601), shard by shard, oldest first.
 * Positions are `<shard>|<sort key>`. The index lags a little: read the record before acting on it.
 */
export async function* dueRecords(
  table: Table,
  source: DueSource[],
  after: string | null,
): AsyncGenerator<DueRecord> {
  const [afterShard, afterSk] = after?.split('|') ?? [];
  const shards = source.flatMap(({ index, list, until, from = '' }) =>
    shardPks(list).map((shard) => ({ shard, index, until, from })),
  );
  const start = Math.max(
    0,
    shards.findIndex(({ shard }) => shard === afterShard),
  );
  yield* oneAfterTheOther(
    shards.slice(start).map(({ shard, index, until, from }, i) => {
      const since = i === 0 && afterShard === shard ? (afterSk ?? from) : from;
      return shardRecords(table, index, shard, until, since);
    }),
  );
}

/** All of the first, then all of the second; each is asked at once, so that many empty ones cost the time of one. */
async function* oneAfterTheOther<T>(lists: AsyncGenerator<T>[]): AsyncGenerator<T> {
  const firsts = lists.map((list) => {
    const first = list.next();
    // Whoever stops before this one is reached does not hear of its error.
    first.catch(() => {});
    return first;
  });
  for (const [i, list] of lists.entries()) {
    for (let next = await firsts[i]; next && !next.done; next = await list.next()) yield next.value;
  }
}

async function* shardRecords(
  table: Table,
  index: Index,
  shard: string,
  until: string,
  after: string,
): AsyncGenerator<DueRecord> {
  // Saved under a later `until`: nothing here is due beyond it.
  if (after > until) return;
  for await (const { Items = [] } of shardPages(table, { index, shard, after, until })) {
    for (const item of Items) {
      const { pk, sk } = v.parse(Entry, item);
      const sortKey = v.parse(v.string(), item[`${index}sk`]);
      if (sortKey !== after) yield { pk, sk, id: recordIdOf({ pk, sk }), position: `${shard}|${sortKey}` };
    }
  }
}

/** How many records sparse lists hold that were due before their `until`. */
export async function countDue(table: Table, sources: DueSource[]): Promise<number> {
  const shards = sources.flatMap(({ index, list, until, from = '' }) =>
    shardPks(list).map(async (shard) => {
      let count = 0;
      const pages = shardPages(table, { index, shard, after: from, until }, { Select: 'COUNT' });
      for await (const { Count = 0 } of pages) count += Count;
      return count;
    }),
  );
  return (await Promise.all(shards)).reduce((sum, count) => sum + count, 0);
}

/** One shard of a list, page by page, oldest first, from `after` on (itself included) to `until`. */
async function* shardPages(
  table: Table,
  part: { index: Index; shard: string; after: string; until: string },
  what: Pick<QueryCommandInput, 'Select'> = {},
): AsyncGenerator<QueryCommandOutput> {
  const { index, shard, after, until } = part;
  let from: Record<string, unknown> | undefined;
  do {
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        ...what,
        TableName: table.name,
        IndexName: index,
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :after AND :until',
        ExpressionAttributeNames: { '#pk': `${index}pk`, '#sk': `${index}sk` },
        ExpressionAttributeValues: { ':pk': shard, ':after': after || '0', ':until': until },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield page;
    from = page.LastEvaluatedKey;
  } while (from);
}

/** Consistent read of the whole item; null if it is gone. */
export async function readRecord(table: Table, { pk, sk }: Key): Promise<Record<string, unknown> | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item ?? null;
}
