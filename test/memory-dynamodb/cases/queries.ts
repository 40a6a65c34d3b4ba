import { QueryCommand, type QueryCommandInput, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Attributes, item, number, refused, type Subject, text } from './subject';

type Query = Partial<QueryCommandInput>;

const values = { ':pk': text('q'), ':a': text('b'), ':b': text('d') };

/** Conditions on the sort key, and what they find among a, b, bb, c, d, e. */
const ranges: [string, string][] = [
  ['sk = :a', 'b'],
  ['sk < :b', 'a b bb c'],
  ['sk <= :b', 'a b bb c d'],
  ['sk > :b', 'e'],
  ['sk >= :b', 'd e'],
  [':a < sk', 'bb c d e'],
  ['sk BETWEEN :a AND :b', 'b bb c d'],
  ['begins_with(sk, :a)', 'b bb'],
];

const refusals: [string, Query, string][] = [
  ['no partition key', { KeyConditionExpression: 'sk = :pk' }, 'Query condition missed key schema element'],
  [
    'another attribute',
    { KeyConditionExpression: 'pk = :pk AND x = :pk' },
    'Query condition missed key schema element',
  ],
  ['a range of partitions', { KeyConditionExpression: 'pk < :pk' }, 'Query key condition not supported'],
  [
    'an alternative',
    { KeyConditionExpression: 'pk = :pk OR sk = :pk' },
    'Invalid operator used in KeyConditionExpression: OR',
  ],
  [
    'a negation',
    { KeyConditionExpression: 'pk = :pk AND NOT sk = :pk' },
    'Invalid operator used in KeyConditionExpression: NOT',
  ],
  [
    'a difference',
    { KeyConditionExpression: 'pk = :pk AND sk <> :pk' },
    'Invalid operator used in KeyConditionExpression: <>',
  ],
  [
    'two ranges',
    { KeyConditionExpression: 'pk = :pk AND sk > :pk AND sk < :pk' },
    'KeyConditionExpressions must only contain one condition per key',
  ],
  [
    'a wrong type',
    { ExpressionAttributeValues: { ':pk': number(1) } },
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
  [
    'an empty key',
    { ExpressionAttributeValues: { ':pk': text('') } },
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
  ['an unknown index', { IndexName: 'gsi99' }, 'The table does not have the specified index: gsi99'],
  [
    'a consistent index',
    { IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk', ConsistentRead: true },
    'Consistent reads are not supported on global secondary indexes',
  ],
  [
    'what an index has not',
    { IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk', ProjectionExpression: 'x' },
    'One or more parameter values were invalid: Global secondary index gsi1 does not project [x]',
  ],
  [
    'a filter of keys',
    { FilterExpression: 'sk = :pk' },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  [
    'a filter of what an index has not',
    { IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk', FilterExpression: 'x = :pk OR y = :pk' },
    'One or more parameter values were invalid: Secondary index gsi1 does not project one or more filter attributes: [x, y]',
  ],
  [
    'a start of another table',
    { ExclusiveStartKey: { pk: text('q') } },
    "Exclusive Start Key must have same size as table's key schema",
  ],
  [
    'a start elsewhere',
    { ExclusiveStartKey: item('other', 'a') },
    'The provided starting key does not match the range key predicate',
  ],
];

export function queryCases(subject: () => Subject): void {
  const run = (query: Query) => {
    const { client, table } = subject();
    return client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': text('q') },
        ...query,
      }),
    );
  };
  const keysOf = (items: Attributes[] = []) => items.map(({ sk }) => sk?.S).join(' ');
  const pages = async (query: Query): Promise<string[]> => {
    const found: string[] = [];
    let from: Attributes | undefined;
    do {
      const page = await run({ ...query, ...(from && { ExclusiveStartKey: from }) });
      found.push(keysOf(page.Items));
      from = page.LastEvaluatedKey;
    } while (from);
    return found;
  };
  const inIndex = { IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk' };

  beforeAll(async () => {
    const { put } = subject();
    for (const [i, sk] of ['e', 'bb', 'a', 'd', 'b', 'c'].entries()) {
      await put(item('q', sk, { x: number(i), gsi1pk: text('q'), gsi1sk: text(`place ${i}`) }));
    }
    await put(item('other', 'a', { gsi1pk: text('q'), gsi1sk: text('place 9') }));
    await put(item('other', 'half', { gsi1pk: text('q') }));
    await put(item('other', 'none'));
  });

  it.each(ranges)('finds by %s', async (range, expected) => {
    const used = Object.entries(values).filter(([name]) => name === ':pk' || range.includes(name));
    const query = {
      KeyConditionExpression: `pk = :pk AND ${range}`,
      ExpressionAttributeValues: Object.fromEntries(used),
    };
    const { Items, Count, ScannedCount, LastEvaluatedKey } = await run(query);
    expect(keysOf(Items)).toBe(expected);
    expect([Count, ScannedCount, LastEvaluatedKey]).toEqual([Items?.length, Items?.length, undefined]);
    const backward = await run({ ...query, ScanIndexForward: false });
    expect(keysOf(backward.Items)).toBe(expected.split(' ').reverse().join(' '));
    // Whether an empty page follows is up to DynamoDB, which sometimes knows that it would be empty.
    expect((await pages({ ...query, Limit: 1 })).filter(Boolean)).toEqual(expected.split(' '));
  });

  it('gives pages, and a last one that is empty if the one before was full', async () => {
    expect(await pages({ Limit: 4 })).toEqual(['a b bb c', 'd e']);
    expect(await pages({ Limit: 3 })).toEqual(['a b bb', 'c d e', '']);
    expect(await pages({ Limit: 4, ScanIndexForward: false })).toEqual(['e d c bb', 'b a']);
    const { LastEvaluatedKey, ...page } = await run({ Limit: 2, Select: 'COUNT' });
    expect(page).toMatchObject({ Count: 2, ScannedCount: 2 });
    expect(page.Items).toBeUndefined();
    expect(LastEvaluatedKey).toEqual(item('q', 'b'));
    expect(await pages({ ExclusiveStartKey: item('q', 'bbb') })).toEqual(['c d e']);
  });

  it('keeps texts in the order of UTF-8', async () => {
    const { put } = subject();
    const ordered = ['A', 'Z', 'a', 'é', '￮', '😀'];
    for (const sk of [...ordered].reverse()) await put(item('texts', sk));
    const { Items } = await run({ ExpressionAttributeValues: { ':pk': text('texts') } });
    expect(keysOf(Items)).toBe(ordered.join(' '));
  });

  it('lists in an index, in its order, the keys of what has a place there', async () => {
    const { Items } = await run({ ...inIndex, Limit: 1 });
    const first = item('q', 'e', { gsi1pk: text('q'), gsi1sk: text('place 0') });
    expect(Items).toEqual([first]);
    expect(await pages(inIndex)).toEqual(['e bb a d b c a']);
    expect(await pages({ ...inIndex, Limit: 3 })).toEqual(['e bb a', 'd b c', 'a']);
    expect(await pages({ ...inIndex, Limit: 3, ScanIndexForward: false })).toEqual(['a c b', 'd a bb', 'e']);
  });

  it('moves in an index what gets another place, and goes on where a page ended in what is gone', async () => {
    const { put, update } = subject();
    const at = (sk: string) => item('moving', sk);
    for (const sk of ['a', 'b', 'c']) await put({ ...at(sk), gsi2pk: text('q'), gsi2sk: text(sk) });
    const moving = { IndexName: 'gsi2', KeyConditionExpression: 'gsi2pk = :pk' };
    const { LastEvaluatedKey } = await run({ ...moving, Limit: 2 });
    await update(at('a'), {
      UpdateExpression: 'SET gsi2sk = :d',
      ExpressionAttributeValues: { ':d': text('d') },
    });
    await update(at('b'), { UpdateExpression: 'REMOVE gsi2pk' });
    expect(await pages(moving)).toEqual(['c a']);
    expect(await pages({ ...moving, ExclusiveStartKey: LastEvaluatedKey })).toEqual(['c a']);
    await put(at('c'));
    expect(await pages(moving)).toEqual(['a']);
  });

  it('filters what it has read: a page is full by that', async () => {
    const filtered = {
      FilterExpression: 'x < :x',
      ExpressionAttributeValues: { ':pk': text('q'), ':x': number(3) },
    };
    const { Items, Count, ScannedCount } = await run(filtered);
    expect([keysOf(Items), Count, ScannedCount]).toEqual(['a bb e', 3, 6]);
    expect(await pages({ ...filtered, Limit: 2 })).toEqual(['a', 'bb', 'e', '']);
  });

  it('ends a page at a megabyte', async () => {
    const { put } = subject();
    const large = { x: text('x'.repeat(390 * 1024)) };
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((sk) => put(item('large', sk, large))));
    const query = { ExpressionAttributeValues: { ':pk': text('large') }, ProjectionExpression: 'sk' };
    expect(await pages(query)).toEqual(['a b c', 'd e']);
  });

  it.each(refusals)('refuses %s', async (_, query, message) => {
    await expect(run(query)).rejects.toMatchObject(refused(message));
  });

  it('scans everything, page by page', async () => {
    const { client, table } = subject();
    const scan = async (Limit?: number) => {
      const found: string[] = [];
      let from: Attributes | undefined;
      do {
        const input = { TableName: table, Limit, ExclusiveStartKey: from, ProjectionExpression: 'pk, sk' };
        const page = await client.send(new ScanCommand(input));
        found.push(...(page.Items ?? []).map(({ pk, sk }) => `${pk?.S} ${sk?.S}`));
        from = page.LastEvaluatedKey;
      } while (from);
      return found.sort();
    };
    const all = await scan();
    expect(all).toEqual(expect.arrayContaining(['q a', 'q e', 'other a', 'texts 😀', 'large a']));
    expect(await scan(3)).toEqual(all);
  });
}
