import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from './client';
import type { Index } from './keys';

export interface Entry {
  pk: string;
  sk: string;
  /** Where it stands in the list: `<created>#<id>`. */
  position: string;
}

/** A list: the partitions of an index that it is spread over; `shardPks` names those of a sharded one. */
export interface ListSource {
  index: Index;
  pks: string[];
}

/**
 * The next `limit` entries of a list, newest first, older than `after`. Each partition is asked for `limit`,
 * since all of them may lie in one.
 */
export async function newestFirst(
  table: Table,
  { index, pks }: ListSource,
  after: string | null,
  limit: number,
): Promise<Entry[]> {
  const shards = await Promise.all(
    pks.map(async (shard) => {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: index,
          KeyConditionExpression: after === null ? '#pk = :pk' : '#pk = :pk AND #sk < :after',
          ExpressionAttributeNames: { '#pk': `${index}pk`, ...(after !== null && { '#sk': `${index}sk` }) },
          ExpressionAttributeValues: { ':pk': shard, ...(after !== null && { ':after': after }) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items.map((item) => entryOf(item, index));
    }),
  );
  const merged = shards.flat().sort((a, b) => (a.position < b.position ? 1 : -1));
  return merged.slice(0, limit);
}

const Text = v.string();

function entryOf(item: Record<string, unknown>, index: Index): Entry {
  return {
    pk: v.parse(Text, item.pk),
    sk: v.parse(Text, item.sk),
    position: v.parse(Text, item[`${index}sk`]),
  };
}

/** These attributes of the entries' records, in their order; those deleted meanwhile are left out. */
export async function recordsOf(
  table: Table,
  entries: Entry[],
  attributes: string[],
): Promise<Record<string, unknown>[]> {
  const names = Object.fromEntries(['pk', 'sk', ...attributes].map((name) => [`#${name}`, name]));
  const found = new Map<string, Record<string, unknown>>();
  let keys: Record<string, unknown>[] = entries.map(({ pk, sk }) => ({ pk, sk }));
  while (keys.length > 0) {
    const { Responses, UnprocessedKeys } = await table.client.send(
      new BatchGetCommand({
        RequestItems: {
          [table.name]: {
            Keys: keys,
            ProjectionExpression: Object.keys(names).join(', '),
            ExpressionAttributeNames: names,
            // A record that was not seen yet would be passed over by the next page.
            ConsistentRead: true,
          },
        },
      }),
    );
    for (const item of Responses?.[table.name] ?? []) found.set(`${item.pk}\n${item.sk}`, item);
    keys = UnprocessedKeys?.[table.name]?.Keys ?? [];
  }
  return entries.map(({ pk, sk }) => found.get(`${pk}\n${sk}`)).filter((item) => item !== undefined);
}
