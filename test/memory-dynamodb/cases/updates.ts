import { type Attributes, item, number, refused, type Subject, text, valuesFor } from './subject';

const stored: Attributes = {
  version: number(1),
  s: text('abc'),
  l: { L: [number(1), number(2), number(3)] },
  m: { M: { x: text('y') } },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  big: number('9'.repeat(38)),
};

const values: Attributes = {
  ':one': number(1),
  ':tenth': number('0.1'),
  ':text': text('x'),
  ':list': { L: [number(4)] },
  ':letters': { SS: ['c', 'a'] },
  ':all': { SS: ['a', 'b', 'z'] },
  ':numbers': { NS: ['10', '2.0'] },
  ':empty': text(''),
};

/** What each update makes of the item: what changes, undefined for what goes. */
const applied: [string, Record<string, Attributes[string] | undefined>][] = [
  ['SET version = version + :one, s = :text', { version: number(2), s: text('x') }],
  ['set x = :tenth - version', { x: number('-0.9') }],
  ['SET version = if_not_exists(version, :tenth), y = if_not_exists(y, :tenth) + :one', { y: number('1.1') }],
  ['SET s = l, l = s', { s: stored['l'], l: stored['s'] }],
  [
    'SET l = list_append(l, :list), k = list_append(if_not_exists(k, :list), l)',
    {
      l: { L: [1, 2, 3, 4].map(number) },
      k: { L: [4, 1, 2, 3].map(number) },
    },
  ],
  ['SET l[0] = :text REMOVE l[1]', { l: { L: [text('x'), number(3)] } }],
  ['SET l[9] = :text', { l: { L: [...[1, 2, 3].map(number), text('x')] } }],
  ['REMOVE l[0], l[2]', { l: { L: [number(2)] } }],
  ['REMOVE l[9], absent', {}],
  ['SET m.z = :one, m.#y = m.x', { m: { M: { x: text('y'), y: text('y'), z: number(1) } } }],
  ['REMOVE m.x', { m: { M: {} } }],
  ['REMOVE s, ss', { s: undefined, ss: undefined }],
  [
    'ADD version :tenth, c :one, m.c :one',
    {
      version: number('1.1'),
      c: number(1),
      m: { M: { x: text('y'), c: number(1) } },
    },
  ],
  [
    'ADD ss :letters, ns :numbers, fresh :letters',
    {
      ss: { SS: ['a', 'b', 'c'] },
      ns: { NS: ['1', '2', '10'] },
      fresh: { SS: ['a', 'c'] },
    },
  ],
  ['DELETE ss :letters, ns :numbers, absent :letters', { ss: { SS: ['b'] }, ns: { NS: ['1'] } }],
  ['DELETE ss :all', { ss: undefined }],
  ['ADD big :one', { big: number(`1${'0'.repeat(38)}`) }],
  [
    'SET a = :one ADD version :one REMOVE s DELETE ss :all',
    {
      a: number(1),
      version: number(2),
      s: undefined,
      ss: undefined,
    },
  ],
];

const noAttribute = 'The provided expression refers to an attribute that does not exist in the item';
const wrongPath = 'The document path provided in the update expression is invalid for update';
const wrongType = 'An operand in the update expression has an incorrect data type';
const key =
  'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key';

const refusals: [string, string][] = [
  ['SET x = absent', noAttribute],
  ['SET x = absent + :one', noAttribute],
  ['SET x = if_not_exists(absent, gone)', noAttribute],
  ['SET x = s + :one', wrongType],
  ['ADD s :one', wrongType],
  ['ADD ss :numbers', wrongType],
  ['DELETE ns :letters', wrongType],
  ['SET absent.x = :one', wrongPath],
  ['SET s.x = :one', wrongPath],
  ['SET m[0] = :one', wrongPath],
  ['REMOVE absent.x', wrongPath],
  ['SET pk = :text', key],
  ['REMOVE pk', key],
  ['ADD big :tenth', 'DynamoDB only supports precision up to 38 digits'],
  ['SET gsi1pk = :one', 'One or more parameter values were invalid: Type mismatch for Index Key'],
  [
    'SET gsi1pk = :empty',
    'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.',
  ],
  [
    'SET x = s + :text',
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
  ],
  [
    'SET x = list_append(l, :one)',
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
  ],
  [
    'ADD ss :text',
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
  ],
  [
    'DELETE ns :one',
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
  ],
  [
    'SET x = :one, x = :one',
    'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [x], path two: [x]',
  ],
  [
    'SET m.x = :one REMOVE m',
    'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, x], path two: [m]',
  ],
  [
    'SET m.x = :one, m[0] = :one',
    'Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, x], path two: [m, [0]]',
  ],
  [
    'REMOVE x REMOVE y',
    'Invalid UpdateExpression: The "REMOVE" section can only be used once in an update expression;',
  ],
  ['SET x = = :one', 'Invalid UpdateExpression: Syntax error; token: "=", near: "= = :one"'],
  ['SET x = :one,', 'Invalid UpdateExpression: Syntax error; token: "<EOF>", near: ","'],
  ['SET x = :one + :one + :one', 'Invalid UpdateExpression: Syntax error; token: "+", near: ":one + :one"'],
  ['FOO x', 'Invalid UpdateExpression: Syntax error; token: "FOO", near: "FOO x"'],
  ['SET x = nope(:one)', 'Invalid UpdateExpression: Invalid function name; function: nope'],
  [
    'SET owner = :one',
    'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: owner',
  ],
  ['', 'Invalid UpdateExpression: The expression can not be empty;'],
];

const inputFor = (expression: string) => ({
  UpdateExpression: expression,
  ...(expression.includes('#y') && { ExpressionAttributeNames: { '#y': 'y' } }),
  ...valuesFor(expression, values),
});

/** Every update there is, each on an item as it was. */
export function updateCases(subject: () => Subject): void {
  it.each(applied)('%s', async (expression, changed) => {
    const [{ put, update, get }, at] = [subject(), item('updates', expression)];
    await put({ ...at, ...stored });
    const returned = await update(at, { ...inputFor(expression), ReturnValues: 'ALL_NEW' });
    const expected = Object.entries({ ...at, ...stored, ...changed }).filter(
      ([, value]) => value !== undefined,
    );
    expect(returned).toEqual(Object.fromEntries(expected));
    expect(await get(at)).toEqual(returned);
  });

  it('refuses what cannot be done, and leaves the item alone', async () => {
    const [{ put, update, get }, at] = [subject(), item('updates', 'refused')];
    await put({ ...at, ...stored });
    for (const [expression, message] of refusals) {
      await expect(update(at, inputFor(expression))).rejects.toMatchObject(refused(message));
    }
    expect(await get(at)).toEqual({ ...at, ...stored });
  });

  it('makes an item that was not there, of nothing or of what is added', async () => {
    const { update } = subject();
    const of = (sk: string, expression?: string) =>
      update(item('new', sk), {
        ...(expression !== undefined && inputFor(expression)),
        ReturnValues: 'ALL_NEW',
      });
    expect(await of('a')).toEqual(item('new', 'a'));
    expect(await of('b', 'REMOVE x')).toEqual(item('new', 'b'));
    expect(await of('c', 'ADD x :one')).toEqual(item('new', 'c', { x: number(1) }));
    expect(await of('d', 'DELETE x :letters')).toEqual(item('new', 'd'));
  });

  it('returns what it is asked for', async () => {
    const [{ put, update }, at] = [subject(), item('updates', 'returned')];
    const change = async (ReturnValues: 'ALL_OLD' | 'UPDATED_OLD' | 'UPDATED_NEW' | 'NONE') => {
      await put({ ...at, version: number(1), s: text('abc') });
      return update(at, { ...inputFor('ADD version :one REMOVE s'), ReturnValues });
    };
    expect(await change('NONE')).toBeUndefined();
    expect(await change('ALL_OLD')).toEqual({ ...at, version: number(1), s: text('abc') });
    expect(await change('UPDATED_OLD')).toEqual({ version: number(1), s: text('abc') });
    expect(await change('UPDATED_NEW')).toEqual({ version: number(2) });
  });
}
