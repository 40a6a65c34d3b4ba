import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from './client';
import type { Index, Key } from './keys';

const KeyItem = v.object({ pk: v.string(), sk: v.string() });

/** The key of the record at this index key, or null. */
export async function lookUp(table: Table, index: Index, pk: string): Promise<Key | null> {
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': `${index}pk` },
      ExpressionAttributeValues: { ':pk': pk },
      Limit: 1,
    }),
  );
  return Items?.[0] ? v.parse(KeyItem, Items[0]) : null;
}
