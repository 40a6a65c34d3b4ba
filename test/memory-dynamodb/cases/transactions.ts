import { randomUUID } from 'node:crypto';
import {
  DeleteItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Attributes, item, number, refused, type Subject, text } from './subject';

const PREFIX = 'Transaction cancelled, please refer cancellation reasons for specific reasons';

export function transactionCases(subject: () => Subject): void {
  const at = (sk: string, more?: Attributes) => item('transactions', sk, more);
  const put = (Item: Attributes, more = {}): TransactWriteItem => ({
    Put: { TableName: subject().table, Item, ...more },
  });
  const update = (Key: Attributes, UpdateExpression: string, values: Attributes): TransactWriteItem => ({
    Update: { TableName: subject().table, Key, UpdateExpression, ExpressionAttributeValues: values },
  });
  const write = (TransactItems: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
    subject().client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
  const exists = { ConditionExpression: 'attribute_exists(pk)' };

  it('writes all', async () => {
    const { table, get, put: putAlone } = subject();
    for (const sk of ['updated', 'deleted', 'checked']) await putAlone(at(sk, { n: number(1) }));
    await write([
      put(at('put')),
      update(at('updated'), 'ADD n :one', { ':one': number(1) }),
      { Delete: { TableName: table, Key: at('deleted'), ...exists } },
      { ConditionCheck: { TableName: table, Key: at('checked'), ...exists } },
    ]);
    expect(await Promise.all(['put', 'updated', 'deleted', 'checked'].map((sk) => get(at(sk))))).toEqual([
      at('put'),
      at('updated', { n: number(2) }),
      undefined,
      at('checked', { n: number(1) }),
    ]);
  });

  it('writes nothing where one condition does not hold, and gives a reason for each', async () => {
    const { table, get, put: putAlone } = subject();
    await putAlone(at('there', { n: number(1) }));
    const shows = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    const check = { TableName: table, Key: at('there'), ConditionExpression: 'attribute_not_exists(pk)' };
    const failed = {
      Code: 'ConditionalCheckFailed',
      Message: expect.stringMatching('The conditional request failed'),
    };
    const cancelled = write([put(at('x')), put(at('y'), exists), { ConditionCheck: { ...check, ...shows } }]);
    await expect(cancelled).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: `${PREFIX} [None, ConditionalCheckFailed, ConditionalCheckFailed]`,
      CancellationReasons: [{ Code: 'None' }, failed, { ...failed, Item: at('there', { n: number(1) }) }],
      $metadata: { httpStatusCode: 400 },
    });
    expect(await get(at('x'))).toBeUndefined();
  });

  it('writes nothing where one write cannot be done', async () => {
    const { get, put: putAlone } = subject();
    await putAlone(at('large', { a: text('x'.repeat(390 * 1024)) }));
    const wrong: [TransactWriteItem, string][] = [
      [
        put(at('y', { gsi1pk: number(1) })),
        'One or more parameter values were invalid: Type mismatch for Index Key',
      ],
      [
        update(at('large'), 'SET b = :b', { ':b': text('x'.repeat(20 * 1024)) }),
        'Item size to update has exceeded the maximum allowed size',
      ],
    ];
    for (const [each, Message] of wrong) {
      await expect(write([put(at('x')), each])).rejects.toMatchObject({
        message: `${PREFIX} [None, ValidationError]`,
        CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError', Message }],
      });
    }
    expect(await get(at('x'))).toBeUndefined();
  });

  it('refuses what is no transaction', async () => {
    const { table } = subject();
    const many = Array.from({ length: 101 }, (_, i) => put(at(`many ${i}`)));
    const both = { ...put(at('x')), Delete: { TableName: table, Key: at('x') } };
    const same = 'Transaction request cannot include multiple operations on one item';
    await expect(write([put(at('x')), put(at('x', { n: number(1) }))])).rejects.toMatchObject(refused(same));
    await expect(write([])).rejects.toMatchObject(refused(/./));
    await expect(write(many)).rejects.toMatchObject(refused(/./));
    await expect(write([both])).rejects.toMatchObject(refused(/can only contain one of/));
    await expect(write([put(at(''))])).rejects.toMatchObject(refused(/empty string value. Key: sk$/));
    const elsewhere = { Put: { TableName: 'absent', Item: at('x') } };
    await expect(write([elsewhere])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('does not do again what is sent again with its token', async () => {
    const { client, table, get } = subject();
    const token = { ClientRequestToken: randomUUID() };
    await write([put(at('once'))], token);
    await client.send(new DeleteItemCommand({ TableName: table, Key: at('once') }));
    await write([put(at('once'))], token);
    expect(await get(at('once'))).toBeUndefined();
    await expect(write([put(at('twice'))], token)).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('tries again what was cancelled, though with its token', async () => {
    const { get, put: putAlone } = subject();
    const token = { ClientRequestToken: randomUUID() };
    const changing = [put(at('later', { n: number(1) }), exists)];
    await expect(write(changing, token)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    await putAlone(at('later'));
    await write(changing, token);
    expect(await get(at('later'))).toEqual(at('later', { n: number(1) }));
  });
}
