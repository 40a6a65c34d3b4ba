import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Begun, IdempotencyStore } from '../runtime/http/idempotent';
import type { Table } from './client';
import { conditional } from './conditional';
import { idempotencyKey } from './keys';
import { packText, unpackText } from './packed-json';

const KEPT_SECONDS = 24 * 3600;
/** Longer than a function behind the gateway may run. */
const LEASE_SECONDS = 35;
/** Instead of the end of a lease: nobody holds it. */
const RELEASED = 0;

const Kept = v.object({
  body: v.string(),
  seed: v.string(),
  lease_until: v.number(),
  status: v.optional(v.number()),
  answer: v.optional(v.instance(Uint8Array)),
});

export function idempotencyStore(table: Table): IdempotencyStore {
  return {
    begin: async (request, body, seed, now) => {
      const seconds = Math.floor(now / 1000);
      const lease_until = seconds + LEASE_SECONDS;
      const kept = await putIfFree(table, { ...idempotencyKey(request), body, seed, lease_until }, seconds);
      if (kept === null) return { state: 'begun', seed };
      const isSame = kept.body === body;
      const isFree = kept.lease_until === RELEASED || (isSame && kept.lease_until <= seconds);
      if (kept.answer !== undefined || !isFree) return judge(kept, body, seconds);
      // Without an answer, maybe of a function that died over it: whatever that one made is found again by its seed.
      const next = { body, seed: isSame ? kept.seed : seed, lease_until };
      return (await takeOver(table, request, kept.lease_until, next))
        ? { state: 'begun', seed: next.seed }
        : { state: 'under-way', retryAfterSeconds: LEASE_SECONDS };
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
    release: async (request) => {
      await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: idempotencyKey(request),
            UpdateExpression: 'SET lease_until = :released',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':released': RELEASED },
          }),
        ),
      );
    },
  };
}

/** Takes the key if it is free or expired (the table deletes late); else what stands there. */
async function putIfFree(
  table: Table,
  item: Record<string, unknown> & { lease_until: number },
  seconds: number,
): Promise<v.InferOutput<typeof Kept> | null> {
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...item, expires_at: seconds + KEPT_SECONDS },
        ConditionExpression: 'attribute_not_exists(pk) OR expires_at <= :now',
        ExpressionAttributeValues: { ':now': seconds },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return null;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    return v.parse(Kept, unmarshall(error.Item));
  }
}

function takeOver(
  table: Table,
  request: string,
  from: number,
  { body, seed, lease_until }: { body: string; seed: string; lease_until: number },
): Promise<boolean> {
  return conditional(
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: idempotencyKey(request),
        UpdateExpression: 'SET lease_until = :until, body = :body, seed = :seed',
        ConditionExpression: 'lease_until = :from AND attribute_not_exists(answer)',
        ExpressionAttributeValues: { ':until': lease_until, ':from': from, ':body': body, ':seed': seed },
      }),
    ),
  );
}

function judge(kept: v.InferOutput<typeof Kept>, body: string, seconds: number): Begun {
  if (kept.body !== body) return { state: 'other-body' };
  if (kept.answer && kept.status !== undefined) {
    return { state: 'answered', answer: { status: kept.status, json: unpackText(kept.answer) } };
  }
  return { state: 'under-way', retryAfterSeconds: Math.max(1, kept.lease_until - seconds) };
}
