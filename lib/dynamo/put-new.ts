import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client';
import { conditional } from './conditional';
import type { PutNew } from './insert-webhook';

/** As `putNewAlone`, for functions that have the table's client anyway. */
export function putNew(table: Table): PutNew {
  return (item) =>
    conditional(
      table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: item,
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
}
