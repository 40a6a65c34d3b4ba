import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { PositionStore } from '../command/command';
import type { Table } from './client';
import { commandKey } from './keys';

const Saved = v.object({ position: v.string() });

export function positionStore(table: Table): PositionStore {
  return {
    load: async (command) => {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: commandKey(command), ConsistentRead: true }),
      );
      return Item ? v.parse(Saved, Item).position : null;
    },
    save: async (command, position) => {
      const Key = commandKey(command);
      if (position === null) {
        await table.client.send(new DeleteCommand({ TableName: table.name, Key }));
      } else {
        await table.client.send(new PutCommand({ TableName: table.name, Item: { ...Key, position } }));
      }
    },
  };
}
