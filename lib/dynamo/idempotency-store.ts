import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Begun, IdempotencyStore } from '../runtime/http/idempotent';
import type { Table } from './client';
import { idempotencyKey } from './keys';
import { packText, unpackText } from './packed-json';

const KEPT_SECONDS = 24 * 3600;
/** Longer than a function behind the gateway may run. */
const LEASE_SECONDS = 35;

const Kept = v.object({
  body: v.string(),
  lease_until: v.number(),
  status: v.optional(v.number()),
  answer: v.optional(v.instance(Uint8Array)),
});

export function idempotencyStore(table: Table): IdempotencyStore {
  return {
    begin: async (request, body, now) => {
      const seconds = Math.floor(now / 1000);
      try {
        await table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: {
              ...idempotencyKey(request),
              body,
              lease_until: seconds + LEASE_SECONDS,
              expires_at: seconds + KEPT_SECONDS,
            },
            // Free, expired (the table deletes late), or left behind by a function that died over it.
            ConditionExpression:
              'attribute_not_exists(pk) OR expires_at <= :now OR ' +
              '(attribute_not_exists(answer) AND lease_until <= :now AND body = :body)',
            ExpressionAttributeValues: { ':now': seconds, ':body': body },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { state: 'begun' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        return judge(v.parse(Kept, unmarshall(error.Item)), body, seconds);
      }
    },
    finish: async (request, { status, json }) => {
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: idempotencyKey(request),
          UpdateExpression: 'SET #status = :status, answer = :answer',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':status': status, ':answer': packText(json) },
          ConditionExpression: 'attribute_exists(pk)',
        }),
      );
    },
    forget: async (request) => {
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: idempotencyKey(request) }));
    },
  };
}

function judge(kept: v.InferOutput<typeof Kept>, body: string, seconds: number): Begun {
  if (kept.body !== body) return { state: 'other-body' };
  if (kept.answer && kept.status !== undefined) {
    return { state: 'answered', answer: { status: kept.status, json: unpackText(kept.answer) } };
  }
  return { state: 'under-way', retryAfterSeconds: Math.max(1, kept.lease_until - seconds) };
}
