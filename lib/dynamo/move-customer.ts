import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Customer } from '../customer/customer';
import type { Table } from './client';
import { conditional } from './conditional';
import { toCustomerItem } from './customer-item';
import { customerKey } from './keys';

/**
 * Puts a customer, which lives in its owner's partition, under another owner.
 * @returns false if it is not as it was read
 */
export function moveCustomer(table: Table, customer: Customer, owner: string): Promise<boolean> {
  const next = { ...customer, owner, version: customer.version + 1 };
  return conditional(
    table.client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Delete: {
              TableName: table.name,
              Key: customerKey(customer.owner, customer.id),
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': customer.version },
            },
          },
          {
            Put: {
              TableName: table.name,
              Item: toCustomerItem(next),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    ),
  );
}
