import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { SummaryView } from '../command/command';
import type { PartStore } from '../command/part';
import type { Table } from './client';
import { PART_SK, partKey, partsPk, stopKey } from './keys';

/** As long as the run that it is of. */
const KEPT_SECONDS = 90 * 24 * 3600;

const PartItem = v.object({
  run: v.string(),
  id: v.string(),
  summary: SummaryView,
  left: v.array(v.string()),
  updated: v.string(),
});

const expiry = (updated: string) => Math.floor(Date.parse(updated) / 1000) + KEPT_SECONDS;

export function partStore(table: Table): PartStore {
  const get = async (Key: object) => {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key, ConsistentRead: true }),
    );
    return Item ?? null;
  };
  return {
    find: async (run, id) => {
      const item = await get(partKey(run, id));
      return item && v.parse(PartItem, item);
    },
    put: async (part) => {
      const Item = { ...partKey(part.run, part.id), ...part, expires_at: expiry(part.updated) };
      try {
        await table.client.send(
          new PutCommand({
            TableName: table.name,
            Item,
            ConditionExpression: 'attribute_not_exists(pk) OR size(#left) > :none',
            ExpressionAttributeNames: { '#left': 'left' },
            ExpressionAttributeValues: { ':none': 0 },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    of: async (run) => {
      const found: v.InferOutput<typeof PartItem>[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page: QueryCommandOutput = await table.client.send(
          new QueryCommand({
            TableName: table.name,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :part)',
            ExpressionAttributeValues: { ':pk': partsPk(run), ':part': PART_SK },
            ...(from && { ExclusiveStartKey: from }),
          }),
        );
        found.push(...(page.Items ?? []).map((item) => v.parse(PartItem, item)));
        from = page.LastEvaluatedKey;
      } while (from);
      return found;
    },
    stop: async (run, at) => {
      const Item = { ...stopKey(run), updated: at, expires_at: expiry(at) };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    },
    isStopped: async (run) => (await get(stopKey(run))) !== null,
  };
}
