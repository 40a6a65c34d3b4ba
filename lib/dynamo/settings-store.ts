import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type PauseSetting, PauseView, type SettingsStore } from '../command/settings';
import type { Table } from './client';
import { settingKey } from './keys';

const RUNNING: PauseSetting = { paused: false, reason: '', updated: null, updated_by: null };

export function settingsStore(table: Table): SettingsStore {
  return {
    paused: async () => {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: settingKey('paused'), ConsistentRead: true }),
      );
      return Item ? v.parse(PauseView, Item) : RUNNING;
    },
    setPaused: async (setting) => {
      await table.client.send(
        new PutCommand({ TableName: table.name, Item: { ...settingKey('paused'), ...setting } }),
      );
    },
  };
}
