import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { HandOverStore } from '../command/part';
import type { Table } from './client';
import { handOverKey } from './keys';

const Holder = v.object({ run: v.string() });

export function handOverStore(table: Table): HandOverStore {
  return {
    holder: async (command) => {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: handOverKey(command), ConsistentRead: true }),
      );
      return Item ? v.parse(Holder, Item).run : null;
    },
    take: async (command, run, before) => {
      try {
        await table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: { ...handOverKey(command), run },
            ConditionExpression: before === null ? 'attribute_not_exists(pk)' : '#run = :before',
            ...(before !== null && {
              ExpressionAttributeNames: { '#run': 'run' },
              ExpressionAttributeValues: { ':before': before },
            }),
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
