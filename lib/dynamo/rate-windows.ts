import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Counted, RateWindows } from '../rate/windows';
import type { Table } from './client';
import { rateKey } from './keys';

/** The table drops a window after this long. */
const KEPT_SECONDS = 3600;

const Window = v.object({
  used: v.optional(v.number(), 0),
  people: v.optional(v.number(), 0),
  burned: v.optional(v.number(), 0),
});

type Change = Required<Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression'>> & {
  values: Record<string, number>;
};

export function rateWindows(table: Table): RateWindows {
  /** One conditional write, and what the window is then, or is instead. */
  const change = async (bucket: string, second: number, { values, ...how }: Change) => {
    try {
      const { Attributes } = await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: rateKey(bucket, second),
          ...how,
          ExpressionAttributeValues: { ...values, ':expires': second + KEPT_SECONDS },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { isDone: true, counted: v.parse(Window, Attributes) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { isDone: false, counted: v.parse(Window, error.Item ? unmarshall(error.Item) : {}) };
    }
  };
  return {
    take: async (bucket, second, { wanted, from, limit, isPeople, known }) => {
      let counted: Counted = known;
      for (;;) {
        const count = Math.min(wanted, limit - Math.max(counted.used, from));
        if (count <= 0) return { count: 0, counted };
        // Counters only grow: what was seen once decides how to try, and each failure tells more.
        const isPassed = counted.used < from;
        const tried = await change(
          bucket,
          second,
          isPassed ? passOver(from, count) : add(count, limit, isPeople),
        );
        if (tried.isDone) return { count, counted: tried.counted };
        counted = tried.counted;
      }
    },
    burn: async (bucket, second, amount) => {
      let burned = 0;
      while (burned < amount) {
        const tried = await change(bucket, second, burnMore(burned, amount));
        if (tried.isDone) return true;
        burned = tried.counted.burned;
      }
      return false;
    },
  };
}

function add(count: number, limit: number, isPeople: boolean): Change {
  return {
    UpdateExpression: `ADD used :count${isPeople ? ', people :count' : ''} SET expires_at = :expires`,
    ConditionExpression: 'attribute_not_exists(used) OR used <= :room',
    values: { ':count': count, ':room': limit - count },
  };
}

function passOver(from: number, count: number): Change {
  return {
    UpdateExpression: 'SET used = :to, expires_at = :expires',
    ConditionExpression: 'attribute_not_exists(used) OR used < :from',
    values: { ':to': from + count, ':from': from },
  };
}

function burnMore(burned: number, amount: number): Change {
  return {
    UpdateExpression: 'ADD used :more SET burned = :amount, expires_at = :expires',
    ConditionExpression: burned === 0 ? 'attribute_not_exists(burned)' : 'burned = :burned',
    values: { ':more': amount - burned, ':amount': amount, ...(burned > 0 && { ':burned': burned }) },
  };
}
