import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { RateWindows } from '../rate/permits';
import type { Table } from './client';
import { rateKey } from './keys';

/** The table drops a window after this long. */
const KEPT_SECONDS = 3600;

const Window = v.object({ used: v.number() });

export function rateWindows(table: Table): RateWindows {
  const add = async (bucket: string, second: number, wanted: number, limit: number) => {
    try {
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: rateKey(bucket, second),
          UpdateExpression: 'ADD used :wanted SET expires_at = :expires',
          ConditionExpression: 'attribute_not_exists(used) OR used <= :room',
          ExpressionAttributeValues: {
            ':wanted': wanted,
            ':room': limit - wanted,
            ':expires': second + KEPT_SECONDS,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { taken: wanted, used: 0 };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      return { taken: 0, used: v.parse(Window, unmarshall(error.Item)).used };
    }
  };
  return {
    take: async (bucket, second, wanted, limit) => {
      let asked = Math.min(wanted, limit);
      while (asked > 0) {
        const { taken, used } = await add(bucket, second, asked, limit);
        if (taken > 0) return taken;
        // Others may take of the rest as well; each of them makes it smaller.
        asked = Math.min(asked, limit - used);
      }
      return 0;
    },
  };
}
