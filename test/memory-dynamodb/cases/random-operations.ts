import fc from 'fast-check';
import type { AttributeValue, Item } from '../data/attribute-value';

/** An operation as it goes over the wire; `TABLE` and `RUN` stand for where it is run. */
export interface RandomOperation {
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'TransactWriteItems' | 'Query';
  input: object;
}

const numbers = fc.constantFrom(
  '0',
  '1',
  '-1',
  '2.5',
  '1000',
  '0.000000000000000001',
  '12345678901234567890',
);
const number = numbers.map((N): AttributeValue => ({ N }));
const letters = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'é', '😀'), { minLength: 1 });
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  number,
  fc.constantFrom('', 'a', 'ab', 'b').map((S) => ({ S })),
  letters.map((SS) => ({ SS })),
  fc.uniqueArray(fc.constantFrom('1', '2', '-3.5'), { minLength: 1 }).map((NS) => ({ NS })),
  fc.constantFrom('', 'AQ==', 'AQI=').map((B) => ({ B })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant<AttributeValue>({ NULL: true }),
);
const document: fc.Arbitrary<AttributeValue> = fc.oneof(
  value,
  fc.array(value, { maxLength: 3 }).map((L) => ({ L })),
  fc.dictionary(fc.constantFrom('x', 'y'), value, { noNullPrototype: true }).map((M) => ({ M })),
);
/** Few, so that what is written once is found again; and none that is always of one type. */
const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'c'), document, {
  maxKeys: 3,
  noNullPrototype: true,
});

const path = fc.constantFrom('a', 'b', 'c', 'a.x', 'b[0]', 'c.y');
const operand = fc.oneof(
  path,
  fc.constantFrom(':n', ':s', ':set', ':d'),
  fc.constantFrom('size(a)', 'size(b)'),
);
const leaf = fc.oneof(
  fc.tuple(path, fc.constantFrom('=', '<>', '<', '<=', '>', '>='), operand).map((parts) => parts.join(' ')),
  path.map((each) => `attribute_exists(${each})`),
  path.map((each) => `attribute_not_exists(${each})`),
  fc.tuple(path, operand).map(([a, b]) => `contains(${a}, ${b})`),
  path.map((each) => `begins_with(${each}, :s)`),
  path.map((each) => `${each} IN (:n, :s, :d)`),
  path.map((each) => `${each} BETWEEN :n AND :large`),
  fc.constantFrom('attribute_exists(pk)', 'attribute_not_exists(pk)'),
);
const condition = fc.oneof(
  leaf,
  leaf.map((each) => `NOT ${each}`),
  fc.tuple(leaf, fc.constantFrom('AND', 'OR'), leaf).map((parts) => parts.join(' ')),
  fc.tuple(leaf, leaf, leaf).map(([a, b, c]) => `${a} AND (${b} OR NOT ${c})`),
);

const set = fc.oneof(
  fc.tuple(path, fc.constantFrom(':n', ':s', ':set', ':d', 'a', 'b', 'if_not_exists(c, :n)')),
  fc.tuple(path, fc.constantFrom('a + :n', 'if_not_exists(b, :n) - :n', 'list_append(b, :list)')),
);
const section = (name: string, action: fc.Arbitrary<string>) =>
  fc
    .array(action, { maxLength: 2 })
    .map((actions) => (actions.length > 0 ? `${name} ${actions.join(', ')}` : ''));
const update = fc
  .tuple(
    section(
      'SET',
      set.map(([to, from]) => `${to} = ${from}`),
    ),
    section('REMOVE', path),
    section(
      'ADD',
      fc.tuple(path, fc.constantFrom(':n', ':set')).map((parts) => parts.join(' ')),
    ),
    section(
      'DELETE',
      path.map((each) => `${each} :set`),
    ),
  )
  .map((sections) => sections.filter(Boolean).join(' '))
  .filter(Boolean);

const values = fc.record({
  ':n': number,
  ':large': fc.constant<AttributeValue>({ N: '1e20' }),
  ':s': fc.constantFrom('a', 'b').map((S): AttributeValue => ({ S })),
  ':set': letters.map((SS) => ({ SS })),
  ':list': fc.array(value, { maxLength: 2 }).map((L) => ({ L })),
  ':d': document,
});

const index = fc.constantFrom('1', '2', '3').map((place) => ({ place }));

interface Change {
  kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
  pk: string;
  sk: string;
  attributes: Item;
  place: { place: string } | undefined;
  condition: string | undefined;
  update: string;
  values: Item;
}
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('Put', 'Update', 'Update', 'Delete'),
  pk: fc.constantFrom('p', 'q'),
  sk: fc.constantFrom('x', 'y', 'z'),
  attributes,
  place: fc.option(index, { nil: undefined }),
  condition: fc.option(condition, { nil: undefined }),
  update,
  values,
});
const check = fc
  .tuple(change, condition)
  .map(([each, holds]): Change => ({ ...each, kind: 'ConditionCheck', condition: holds }));

/** A write's request, alone or in a transaction. */
function requestOf({ kind, pk, sk, ...wanted }: Change): object {
  const key = { pk: { S: `RUN ${pk}` }, sk: { S: sk } };
  const listed = wanted.place && {
    gsi1pk: { S: 'RUN index' },
    gsi1sk: { S: `${wanted.place.place} ${pk} ${sk}` },
  };
  const expression = kind === 'Update' ? wanted.update : '';
  return {
    TableName: 'TABLE',
    ...(kind === 'Put' ? { Item: { ...key, ...wanted.attributes, ...listed } } : { Key: key }),
    ...(kind === 'Update' && { UpdateExpression: expression }),
    ...(wanted.condition !== undefined && { ConditionExpression: wanted.condition }),
    ...valuesFor(`${expression} ${wanted.condition ?? ''}`, wanted.values),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** Those that an expression uses; there must be no others. */
function valuesFor(expression: string, given: Item): object {
  const used = new Set(expression.match(/:\w+/g));
  const found = Object.entries(given).filter(([name]) => used.has(name));
  return found.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(found) } : {};
}

const write = change.map((wanted): RandomOperation => {
  const request = requestOf(wanted);
  if (wanted.kind === 'Update') {
    return { operation: 'UpdateItem', input: { ...request, ReturnValues: 'ALL_NEW' } };
  }
  const operation = wanted.kind === 'Put' ? 'PutItem' : 'DeleteItem';
  return { operation, input: { ...request, ReturnValues: 'ALL_OLD' } };
});

/** Of items of their own: DynamoDB refuses two writes of one item, DynamoDB Local overlooks some. */
const transaction = fc
  .uniqueArray(fc.oneof({ arbitrary: change, weight: 3 }, check), {
    minLength: 1,
    maxLength: 3,
    selector: ({ pk, sk }) => pk + sk,
  })
  .map((changes): RandomOperation => {
    const TransactItems = changes.map((wanted) => ({ [wanted.kind]: requestOf(wanted) }));
    return { operation: 'TransactWriteItems', input: { TransactItems } };
  });

const bounds = { pk: 'RUN p', a: 'x', b: 'y', c: 'yy' };
const indexBounds = { pk: 'RUN index', a: '1 p y', b: '2', c: '3 p' };
const query = fc
  .record({
    isIndex: fc.boolean(),
    range: fc.constantFrom('', ' AND #sk > :b', ' AND #sk BETWEEN :a AND :c', ' AND begins_with(#sk, :b)'),
    filter: fc.option(leaf, { nil: undefined }),
    ScanIndexForward: fc.boolean(),
    Limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    values,
  })
  .map(({ isIndex, range, filter, values: own, ...request }): RandomOperation => {
    const { pk, a, b, c } = isIndex ? indexBounds : bounds;
    const KeyConditionExpression = `#pk = :pk${range}`;
    const given = { ...own, ':pk': { S: pk }, ':a': { S: a }, ':b': { S: b }, ':c': { S: c } };
    const prefix = isIndex ? 'gsi1' : '';
    return {
      operation: 'Query',
      input: {
        ...request,
        TableName: 'TABLE',
        ...(isIndex && { IndexName: 'gsi1' }),
        KeyConditionExpression,
        FilterExpression: filter,
        ExpressionAttributeNames: { '#pk': `${prefix}pk`, ...(range !== '' && { '#sk': `${prefix}sk` }) },
        ...valuesFor(`${KeyConditionExpression} ${filter ?? ''}`, given),
      },
    };
  });

export const randomOperations = fc.array(
  fc.oneof(
    { arbitrary: write, weight: 5 },
    { arbitrary: transaction, weight: 2 },
    { arbitrary: query, weight: 2 },
  ),
  { minLength: 5, maxLength: 25 },
);
