import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type RunStore, RunView } from '../command/run-record';
import type { Table } from './client';
import { runsPk } from './keys';

/** The table drops a run after this long. */
const KEPT_SECONDS = 90 * 24 * 3600;

const { parts: _, ...Kept } = RunView.entries;
const RunItem = v.object({
  ...Kept,
  status: v.picklist(['running', 'succeeded', 'failed']),
  updated: v.string(),
  // Runs of before there were workers.
  parts_sent: v.optional(v.nullable(v.number()), null),
});

export function runStore(table: Table): RunStore {
  return {
    put: async (run) => {
      const expires_at = Math.floor(Date.parse(run.updated) / 1000) + KEPT_SECONDS;
      const Item = { pk: runsPk(run.command), sk: run.id, ...run, expires_at };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    },
    find: async (command, id) => {
      const Key = { pk: runsPk(command), sk: id };
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key, ConsistentRead: true }),
      );
      return Item ? v.parse(RunItem, Item) : null;
    },
    page: async (command, after, limit) => {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: after === null ? 'pk = :pk' : 'pk = :pk AND sk < :after',
          ExpressionAttributeValues: { ':pk': runsPk(command), ...(after !== null && { ':after': after }) },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return Items.map((item) => v.parse(RunItem, item));
    },
  };
}
