import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { item, number, refused, type Subject, text } from './subject';

const binary = (...bytes: number[]): AttributeValue => ({ B: new Uint8Array(bytes) });

/** What is written of a number, and what is read of it. */
const numbers: [string, string][] = [
  ['1.0', '1'],
  ['-0', '0'],
  ['+5', '5'],
  ['007', '7'],
  ['0.10', '0.1'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['0e5', '0'],
  ['1e3', '1000'],
  ['1E-20', `0.${'0'.repeat(19)}1`],
  ['1e125', `1${'0'.repeat(125)}`],
  ['1e-130', `0.${'0'.repeat(129)}1`],
  ['123456789012345678901234567890.12345678', '123456789012345678901234567890.12345678'],
  [`-${'9'.repeat(38)}000`, `-${'9'.repeat(38)}000`],
];

const emptyKey = 'The AttributeValue for a key attribute cannot contain an empty string value.';
const parameters = 'One or more parameter values were invalid:';

const refusedItems: [string, Record<string, AttributeValue>, string][] = [
  ['no sort key', { pk: text('a') }, 'One of the required keys was not given a value'],
  ['an empty key', item('', 'b'), `One or more parameter values are not valid. ${emptyKey} Key: pk`],
  ['a key of another type', item('a', 'b', { sk: number(1) }), `${parameters} Type mismatch for key`],
  [
    'an index key of another type',
    item('a', 'b', { gsi1sk: number(1) }),
    `${parameters} Type mismatch for Index Key`,
  ],
  [
    'an empty index key',
    item('a', 'b', { gsi1pk: text('') }),
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${emptyKey} IndexName: gsi1, IndexKey: gsi1pk`,
  ],
  [
    'a long key',
    item('x'.repeat(2049), 'b'),
    'Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes',
  ],
  ['an empty set', item('a', 'b', { x: { SS: [] } }), `${parameters} An string set  may not be empty`],
  [
    'a set with an element twice',
    item('a', 'b', { x: { SS: ['c', 'c'] } }),
    `${parameters} Input collection [c, c] contains duplicates`,
  ],
  ['no number', item('a', 'b', { x: number('1a') }), 'A value provided cannot be converted into a number'],
  [
    '39 digits',
    item('a', 'b', { x: number('1'.repeat(39)) }),
    'DynamoDB only supports precision up to 38 digits',
  ],
  [
    'too large a number',
    item('a', 'b', { x: number('1e126') }),
    'Number overflow. Attempting to store a number with magnitude larger than supported range',
  ],
  [
    'too small a number',
    item('a', 'b', { x: number('1e-131') }),
    'Number underflow. Attempting to store a number with magnitude smaller than supported range',
  ],
  ['no attribute name', item('a', 'b', { '': text('c') }), 'Empty attribute name'],
  [
    '32 levels',
    item('a', 'b', { x: nested(32) }),
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  ],
  [
    '401 KB',
    item('a', 'b', { x: text('x'.repeat(400 * 1024 - 6)) }),
    'Item size has exceeded the maximum allowed size',
  ],
];

function nested(levels: number): AttributeValue {
  return { L: levels === 1 ? [] : [nested(levels - 1)] };
}

export function itemCases(subject: () => Subject): void {
  it('keeps every type', async () => {
    const [{ put, get }, at] = [subject(), item('items', 'types')];
    const all = {
      ...at,
      s: text('é€😀'),
      empty: text(''),
      bytes: binary(0, 255),
      noBytes: binary(),
      yes: { BOOL: true },
      no: { BOOL: false },
      nothing: { NULL: true },
      letters: { SS: ['', 'Z', 'a', 'é'] },
      numbers: { NS: ['-1', '1.5', '9', '10'] },
      list: { L: [{ M: { deep: { L: [{ NULL: true }] } } }, text('x')] },
      map: { M: { constructor: text('y'), __proto: { M: {} } } },
      deepest: nested(31),
    };
    await put(all);
    expect(await get(at)).toEqual(all);
  });

  it('keeps numbers with all their digits', async () => {
    const [{ put, get }, at] = [subject(), item('items', 'numbers')];
    const written = numbers.map(([value], i) => [`n${i}`, number(value)]);
    await put({ ...at, ...Object.fromEntries(written) });
    const expected = numbers.map(([, value], i) => [`n${i}`, number(value)]);
    expect(await get(at)).toEqual({ ...at, ...Object.fromEntries(expected) });
  });

  it.each(refusedItems)('refuses %s', async (_, wrong, message) => {
    await expect(subject().put(wrong)).rejects.toMatchObject(refused(message));
  });

  it('takes an item of 400 KB, and no update that makes it larger', async () => {
    const [{ put, update, get }, at] = [subject(), item('i', 's')];
    const full = { ...at, x: text('x'.repeat(400 * 1024 - 7)) };
    await put(full);
    const growing = update(at, { UpdateExpression: 'SET y = x' });
    await expect(growing).rejects.toMatchObject(
      refused('Item size to update has exceeded the maximum allowed size'),
    );
    expect(await get(at)).toEqual(full);
  });

  it('tells what a put or a delete has replaced', async () => {
    const [{ client, table, put }, at] = [subject(), item('items', 'replaced')];
    const remove = async () => {
      const input = { TableName: table, Key: at, ReturnValues: 'ALL_OLD' as const };
      return (await client.send(new DeleteItemCommand(input))).Attributes;
    };
    expect(await put({ ...at, x: number(1) }, { ReturnValues: 'ALL_OLD' })).toBeUndefined();
    expect(await put(at, { ReturnValues: 'ALL_OLD' })).toEqual({ ...at, x: number(1) });
    expect(await remove()).toEqual(at);
    expect(await remove()).toBeUndefined();
  });

  it('tells what a failed condition has found, if asked', async () => {
    const [{ put, update, get }, at] = [subject(), item('items', 'found')];
    await put({ ...at, x: number(1) });
    const message = 'The conditional request failed';
    const found = async (write: Promise<unknown>): Promise<unknown> => {
      const error = await write.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ message, $metadata: { httpStatusCode: 400 } });
      return error instanceof ConditionalCheckFailedException ? error.Item : error;
    };
    const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
    const shows = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    expect(await found(put(at, condition))).toBeUndefined();
    expect(await found(put(at, { ...condition, ...shows }))).toEqual({ ...at, x: number(1) });
    const changing = update(at, { UpdateExpression: 'REMOVE x', ...condition, ...shows });
    expect(await found(changing)).toEqual({ ...at, x: number(1) });
    const absent = item('items', 'absent');
    expect(
      await found(put(absent, { ConditionExpression: 'attribute_exists(pk)', ...shows })),
    ).toBeUndefined();
    expect(await get(absent)).toBeUndefined();
  });

  it('refuses keys that are none, and placeholders that nobody uses', async () => {
    const { get, put } = subject();
    const wrongNumber = refused('The number of conditions on the keys is invalid');
    await expect(get({ pk: text('a') })).rejects.toMatchObject(wrongNumber);
    await expect(get(item('a', 'b', { x: text('c') }))).rejects.toMatchObject(wrongNumber);
    await expect(get(item('a', ''))).rejects.toMatchObject(refused(/empty string value. Key: sk$/));
    await expect(get(item('a', 'b', { sk: number(1) }))).rejects.toMatchObject(
      refused(/Type mismatch for key$/),
    );
    const condition = { ConditionExpression: 'attribute_exists(pk)' };
    const values = put(item('a', 'b'), { ...condition, ExpressionAttributeValues: { ':a': text('a') } });
    await expect(values).rejects.toMatchObject(
      refused('Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}'),
    );
    const names = put(item('a', 'b'), { ...condition, ExpressionAttributeNames: { '#a': 'a' } });
    await expect(names).rejects.toMatchObject(
      refused('Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}'),
    );
    const none = put(item('a', 'b'), { ExpressionAttributeNames: { '#a': 'a' } });
    await expect(none).rejects.toMatchObject(
      refused('ExpressionAttributeNames can only be specified when using expressions'),
    );
  });

  it('reads the parts that are wanted', async () => {
    const [{ client, table, put }, at] = [subject(), item('items', 'parts')];
    await put({
      ...at,
      n: number(1),
      l: { L: [number(1), number(2), { M: { q: number(3), r: number(4) } }] },
      m: { M: { x: text('y'), z: text('b') } },
    });
    const read = async (ProjectionExpression: string) => {
      const names = ProjectionExpression.includes('#') ? { ExpressionAttributeNames: { '#m': 'm' } } : {};
      const input = { TableName: table, Key: at, ProjectionExpression, ...names };
      return (await client.send(new GetItemCommand(input))).Item;
    };
    expect(await read('n, #m.x, l[2].r, l[0], absent.x')).toEqual({
      n: number(1),
      m: { M: { x: text('y') } },
      l: { L: [number(1), { M: { r: number(4) } }] },
    });
    expect(await read('m.absent')).toEqual({});
    await expect(read('m, m.x')).rejects.toMatchObject(
      refused(/^Invalid ProjectionExpression: Two document paths overlap/),
    );
    await expect(read('m m')).rejects.toMatchObject(
      refused('Invalid ProjectionExpression: Syntax error; token: "m", near: "m m"'),
    );
  });

  it('reads many at once, those that are there', async () => {
    const { client, table, put } = subject();
    const keys = ['1', '2', '3'].map((sk) => item('batch', sk));
    for (const key of keys.slice(0, 2)) await put({ ...key, x: text('x'), y: text('y') });
    const request = { Keys: keys, ProjectionExpression: '#sk, x', ExpressionAttributeNames: { '#sk': 'sk' } };
    const read = (Keys = keys) =>
      client.send(new BatchGetItemCommand({ RequestItems: { [table]: { ...request, Keys } } }));
    const { Responses, UnprocessedKeys } = await read();
    expect(Responses?.[table]).toHaveLength(2);
    expect(Responses?.[table]).toEqual(
      expect.arrayContaining(['1', '2'].map((sk) => ({ sk: text(sk), x: text('x') }))),
    );
    expect(UnprocessedKeys).toEqual({});
    await expect(read([...keys, ...keys])).rejects.toMatchObject(
      refused('Provided list of item keys contains duplicates'),
    );
    const tooMany = Array.from({ length: 101 }, (_, i) => item('batch', `k${i}`));
    await expect(read(tooMany)).rejects.toMatchObject(
      refused('Too many items requested for the BatchGetItem call'),
    );
  });
}
