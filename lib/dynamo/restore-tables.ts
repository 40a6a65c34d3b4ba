import { ConditionalCheckFailedException, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { EmptyTable, KeptItem, RestoredTable } from '../restore/ports';
import { isRecord } from '../restore/restore-records';
import type { Table } from './client';
import { settingKey } from './keys';
import { settingsStore } from './settings-store';

const Item = v.looseObject({ pk: v.string(), sk: v.string() });
const Marker = v.object({ from: v.string() });

export function restoredTable(table: Table): RestoredTable {
  return {
    size: async () => {
      const { Table: described } = await table.client.send(
        new DescribeTableCommand({ TableName: table.name }),
      );
      return described?.ItemCount ?? 0;
    },
    items: () => scan(table),
  };
}

export function emptyTable(table: Table): EmptyTable {
  return {
    hasRecords: async () => {
      for await (const item of scan(table)) if (isRecord(item)) return true;
      return false;
    },
    restoring: async () => {
      const { Item: marker } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: settingKey('restored'), ConsistentRead: true }),
      );
      return marker ? v.parse(Marker, marker).from : null;
    },
    begin: async (from, at) => {
      const updated = at.toISOString();
      // First: with the marker there and this not, a run that goes on would take charging for paused.
      await settingsStore(table).setPaused({
        paused: true,
        reason: `restored from ${from}: what was charged since is not known before reconcile-webhooks has run`,
        updated,
        updated_by: 'npm run restore',
      });
      await table.client.send(
        new PutCommand({ TableName: table.name, Item: { ...settingKey('restored'), from, updated } }),
      );
    },
    insert: async (item) => {
      try {
        await table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: item,
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

async function* scan({ client, name }: Table): AsyncGenerator<KeptItem> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: name, ConsistentRead: true })) {
    for (const item of Items) yield v.parse(Item, item);
  }
}
