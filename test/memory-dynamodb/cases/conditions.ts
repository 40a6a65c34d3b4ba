import { type Attributes, item, number, type Subject, text, valuesFor } from './subject';

const stored: Attributes = {
  n: number(5),
  s: text('abc'),
  l: { L: [number(1), text('x')] },
  m: { M: { x: text('y') } },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  b: { B: new Uint8Array([1, 2]) },
  t: { BOOL: true },
  nothing: { NULL: true },
};

const values: Attributes = {
  ':one': number('1.0'),
  ':two': number(2),
  ':three': number(3),
  ':five': number('5e0'),
  ':six': number(6),
  ':fiveText': text('5'),
  ':a': text('a'),
  ':bc': text('bc'),
  ':abc': text('abc'),
  ':abcdef': text('abcdef'),
  ':abd': text('abd'),
  ':y': text('y'),
  ':list': { L: [number(1), text('x')] },
  ':map': { M: { x: text('y') } },
  ':set': { SS: ['b', 'a'] },
  ':numbers': { NS: ['2.0', '1'] },
  ':byte': { B: new Uint8Array([1]) },
  ':bytes': { B: new Uint8Array([1, 3]) },
  ':yes': { BOOL: true },
  ':null': { NULL: true },
  ':typeS': text('S'),
  ':typeQ': text('Q'),
};

const holding = `
  n = :five / n <> :six / n <> :fiveText / n < :six / n <= :five / n >= :five / :five = n / n <> s
  absent <> :five / absent <> gone / NOT absent = :five / NOT n = :six / NOT (n = :six OR n = :two)
  l = :list / l <> m / m = :map / ss = :set / ns = :numbers / t = :yes / nothing = :null / b < :bytes / s < :abd
  l[0] = :one / m.x = :y / n BETWEEN :one AND :five / n IN (:abc, :five) / l IN (:list) / size(s) IN (l[0], :three, n)
  attribute_exists(n) / attribute_exists(m.x) / attribute_exists(l[1]) / attribute_not_exists(m.y)
  attribute_not_exists(s.x) / attribute_not_exists(l[2]) / attribute_not_exists(absent)
  begins_with(s, :a) / begins_with(b, :byte) / begins_with(:abcdef, s) / contains(s, :bc) / contains(ss, :a)
  contains(ns, :one) / contains(l, :one) / contains(b, :byte) / attribute_type(s, :typeS)
  size(l) = :two / size(m) = :one / size(ss) = :two / size(ns) = :two / size(b) = :two / size(s) > size(l)
  n = :five OR s = :a AND s = :a / n=:five AND NOT s=:a / not n = :six and s = :abc / (n = :six OR s = :abc) AND n = :five
`;

const failing = `
  n = :six / n = :fiveText / n <> :five / n < :five / n > :five / n < :fiveText / absent = :five / absent < :five
  absent = gone / l <> :list / ss <> :set / t <> :yes / nothing <> :null / NOT n = :five
  n BETWEEN :six AND :six / s BETWEEN :one AND :five / n BETWEEN :a AND :bc / absent IN (:five) / n IN (:fiveText)
  attribute_exists(absent) / attribute_exists(m.y) / attribute_exists(s.x) / attribute_exists(l[2])
  begins_with(n, :a) / begins_with(absent, :a) / begins_with(s, :bc) / contains(n, :one) / contains(s, :one)
  contains(absent, :one) / contains(ss, :set) / contains(m, :a) / attribute_type(n, :typeS) / attribute_type(absent, :typeS)
  size(n) = :one / size(absent) = :one / size(t) = :one / size(s) = :a / (n = :five OR s = :a) AND s = :a
`;

/** Expressions that are refused, whatever the item. */
const refused: [string, string][] = [
  ['l < :list', 'Incorrect operand type for operator or function; operator or function: <, operand type: L'],
  [
    't >= :yes',
    'Incorrect operand type for operator or function; operator or function: >=, operand type: BOOL',
  ],
  [
    'n BETWEEN :six AND :two',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:2}',
  ],
  [
    'n BETWEEN :six AND :a',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {S:a}',
  ],
  ['n IN ()', 'Syntax error; token: ")", near: "()"'],
  ['n IN :five', 'Syntax error; token: ":five", near: "IN :five"'],
  [
    'attribute_exists(:five)',
    'Operator or function requires a document path; operator or function: attribute_exists',
  ],
  ['ATTRIBUTE_EXISTS(n)', 'Invalid function name; function: ATTRIBUTE_EXISTS'],
  [
    'attribute_exists(n, s)',
    'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
  ],
  [
    'begins_with(s)',
    'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
  ],
  [
    'begins_with(s, :one)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  [
    'contains(s, s)',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [s]',
  ],
  [
    'n = n',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
  ],
  [
    'size(:five) = :one',
    'Incorrect operand type for operator or function; operator or function: size, operand type: N',
  ],
  [
    'attribute_type(n, :one)',
    'Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N',
  ],
  ['((n = :five))', 'The expression has redundant parentheses;'],
  ['(n = :five', 'Syntax error; token: "<EOF>", near: ":five"'],
  ['n', 'Syntax error; token: "<EOF>", near: "n"'],
  ['n = :five AND', 'Syntax error; token: "<EOF>", near: "AND"'],
  ['n == :five', 'Syntax error; token: "=", near: "== :five"'],
  ['n != :five', 'Syntax error; token: "!", near: "n !="'],
  ['n = 5', 'Syntax error; token: "5", near: "= 5"'],
  ['x-y = :five', 'Syntax error; token: "-", near: "x-y"'],
  ['n = :five n = :five', 'Syntax error; token: "n", near: ":five n ="'],
  ['status = :a', 'Attribute name is a reserved keyword; reserved keyword: status'],
  ['n = :nope', 'An expression attribute value used in expression is not defined; attribute value: :nope'],
  [
    '#nope = :a',
    'An expression attribute name used in the document path is not defined; attribute name: #nope',
  ],
  ['', 'The expression can not be empty;'],
];

const listed = (expressions: string) => expressions.trim().split(/\s*[/\n]\s*/);

/** Every condition there is, on an item that has an attribute of each type. */
export function conditionCases(subject: () => Subject): void {
  const outcome = async (expression: string): Promise<string> => {
    const { put } = subject();
    try {
      await put(item('conditions', 'a', stored), {
        ConditionExpression: expression,
        ...valuesFor(expression, values),
      });
      return 'true';
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return error.name === 'ConditionalCheckFailedException' ? 'false' : `${error.name}: ${error.message}`;
    }
  };
  const outcomes = async (expressions: string[]) => {
    await subject().put(item('conditions', 'a', stored));
    return Promise.all(expressions.map(async (each) => [each, await outcome(each)]));
  };

  it('holds where it is so', async () => {
    expect(await outcomes(listed(holding))).toEqual(listed(holding).map((each) => [each, 'true']));
  });
  it('does not hold where it is not so', async () => {
    expect(await outcomes(listed(failing))).toEqual(listed(failing).map((each) => [each, 'false']));
  });
  it('is refused where it has no meaning', async () => {
    expect(await outcomes(refused.map(([each]) => each))).toEqual(
      refused.map(([each, why]) => [each, `ValidationException: Invalid ConditionExpression: ${why}`]),
    );
  });
}
