import { isRecord } from '../template/intrinsics';
import { RefusedError } from '../template/refused-error';

/** Tells whether the scalars at a field (undefined when it is missing) satisfy one alternative of a pattern. */
export type Matcher = (values: unknown[] | undefined) => boolean;
export type Operators = Record<string, (argument: unknown) => Matcher>;

/** One alternative of a field: a scalar to equal, or `{operator: argument}`. */
export function readMatcher(alternative: unknown, operators: Operators): Matcher {
  if (alternative === null || typeof alternative !== 'object') return some((value) => value === alternative);
  const [only, ...others] = isRecord(alternative) ? Object.entries(alternative) : [];
  if (!only || others.length > 0) {
    throw new RefusedError(`event pattern ${JSON.stringify(alternative)} has no local counterpart`);
  }
  const operator = operators[only[0]];
  if (!operator) throw new RefusedError(`event pattern operator ${only[0]} has no local counterpart`);
  return operator(only[1]);
}

const some =
  (test: (value: unknown) => boolean): Matcher =>
  (values) =>
    values?.some(test) ?? false;

const string = (operator: string, argument: unknown): string => {
  if (typeof argument === 'string') return argument;
  throw new RefusedError(
    `event pattern operator ${operator} with ${JSON.stringify(argument)} has no local counterpart`,
  );
};

const textual =
  (operator: string, test: (value: string, argument: string) => boolean) =>
  (argument: unknown): Matcher => {
    const expected = string(operator, argument);
    return some((value) => typeof value === 'string' && test(value, expected));
  };

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(argument: unknown): Matcher {
  const parts = Array.isArray(argument) ? argument : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const comparison = comparisons[String(parts[index])];
    const bound: unknown = parts[index + 1];
    if (!comparison || typeof bound !== 'number') {
      throw new RefusedError(
        `event pattern operator numeric with ${JSON.stringify(argument)} has no local counterpart`,
      );
    }
    tests.push((value) => comparison(value, bound));
  }
  return some((value) => typeof value === 'number' && tests.every((test) => test(value)));
}

function anythingBut(argument: unknown, nested: Operators): Matcher {
  const refused = isRecord(argument)
    ? [readMatcher(argument, nested)]
    : [argument].flat().map((each) => some((value) => value === each));
  return some((value) => !refused.some((matcher) => matcher([value])));
}

const exists =
  (argument: unknown): Matcher =>
  (values) =>
    (values !== undefined) === (argument === true);

const prefix = textual('prefix', (value, expected) => value.startsWith(expected));
const suffix = textual('suffix', (value, expected) => value.endsWith(expected));
const equalsIgnoreCase = textual(
  'equals-ignore-case',
  (value, expected) => value.toLowerCase() === expected.toLowerCase(),
);
const wildcard = (argument: unknown): Matcher => {
  const parts = string('wildcard', argument).split('*');
  const escaped = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${escaped.join('.*')}$`, 's');
  return some((value) => typeof value === 'string' && expression.test(value));
};

const shared: Operators = { exists, numeric, prefix, suffix, 'equals-ignore-case': equalsIgnoreCase };

/** What a rule's pattern may use. */
export const ruleOperators: Operators = {
  ...shared,
  wildcard,
  'anything-but': (argument) =>
    anythingBut(argument, { prefix, suffix, wildcard, 'equals-ignore-case': equalsIgnoreCase }),
};

/** What the filter of an event source mapping may use: fewer than a rule. */
export const filterOperators: Operators = {
  ...shared,
  'anything-but': (argument) => anythingBut(argument, {}),
};
