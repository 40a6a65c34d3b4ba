import * as v from 'valibot';
import { type CancellationReason, DynamoError, invalid } from '../dynamo-error';
import type { Change } from '../table/change';
import type { Database } from '../table/database';
import { readConditionCheck, readDelete, TransactConditionCheck, TransactDelete } from './delete-item';
import { readPut, TransactPut } from './put-item';
import { readInput, unmetered } from './read-input';
import { readUpdate, TransactUpdate } from './update-item';
import { changeOf, type Write } from './write';

const MOST_ITEMS = 100;

const TransactInput = v.strictObject({
  TransactItems: v.pipe(
    v.array(
      v.strictObject({
        Put: v.optional(TransactPut),
        Update: v.optional(TransactUpdate),
        Delete: v.optional(TransactDelete),
        ConditionCheck: v.optional(TransactConditionCheck),
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_ITEMS),
  ),
  ClientRequestToken: v.optional(v.pipe(v.string(), v.maxLength(36))),
  ...unmetered,
});
type TransactItem = v.InferOutput<typeof TransactInput>['TransactItems'][number];

/** All writes or none. One that is sent again with its token, as after a lost answer, is not done again. */
export function transactWriteItems(database: Database, input: unknown) {
  const { TransactItems: items, ClientRequestToken: token } = readInput(TransactInput, input);
  const request = JSON.stringify(items);
  if (token !== undefined && database.tokens.isDone(token, request)) return {};
  const writes = items.map((item) => readWrite(database, item));
  refuseSameItem(writes);
  const changes = tryAll(writes);
  for (const [i, { table }] of writes.entries()) {
    const change = changes[i];
    if (change) table.commit(change);
  }
  if (token !== undefined) database.tokens.remember(token, request);
  return {};
}

function readWrite(database: Database, item: TransactItem): Write {
  const writes = [
    item.Put && readPut(database, item.Put),
    item.Update && readUpdate(database, item.Update),
    item.Delete && readDelete(database, item.Delete),
    item.ConditionCheck && readConditionCheck(database, item.ConditionCheck),
  ].filter((each) => each !== undefined);
  const [write] = writes;
  if (write && writes.length === 1) return write;
  throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
}

function refuseSameItem(writes: Write[]): void {
  const items = new Set(writes.map(({ table, key }) => JSON.stringify([table.schema.name, orderedKey(key)])));
  if (items.size < writes.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
}

const orderedKey = (key: object) => Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));

/** What all writes would change. Fails if one of them cannot take place, with a reason for each. */
function tryAll(writes: Write[]): Change[] {
  const changes: Change[] = [];
  const reasons = writes.map((each): CancellationReason => {
    try {
      changes.push(changeOf(each));
      return { Code: 'None' };
    } catch (error) {
      if (!(error instanceof DynamoError)) throw error;
      const Code =
        error.code === 'ConditionalCheckFailedException' ? 'ConditionalCheckFailed' : 'ValidationError';
      return { Code, Message: error.message, ...(error.details.Item && { Item: error.details.Item }) };
    }
  });
  const codes = reasons.map(({ Code }) => Code);
  if (codes.every((code) => code === 'None')) return changes;
  throw new DynamoError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { CancellationReasons: reasons },
  );
}
