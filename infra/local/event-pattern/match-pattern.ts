import { isRecord } from '../template/intrinsics';
import { RefusedError } from '../template/refused-error';
import { type Operators, readMatcher } from './operators';

/** Whether an event matches a pattern. */
export type Pattern = (event: unknown) => boolean;

type Leaf = (values: unknown[] | undefined) => boolean;

/**
 * Compiles an event pattern (EventBridge's, or a Lambda filter's) that may use the given operators. A field holds a
 * list of alternatives; a list in the event matches if one of its elements does; `exists` sees leaves only.
 * Throws RefusedError for an operator that is not among them.
 */
export function compilePattern(pattern: unknown, operators: Operators): Pattern {
  if (!isRecord(pattern)) throw new RefusedError(`event pattern ${JSON.stringify(pattern)} is not an object`);
  const matches = Object.entries(pattern).map(([key, value]): Pattern => {
    if (key === '$or') return anyOf(value, operators);
    if (!Array.isArray(value)) {
      const inner = compilePattern(value, operators);
      return (event) => children(event, key).some(inner);
    }
    const leaf = compileLeaf(value, operators);
    return (event) => leaf(leaves(event, key));
  });
  return (event) => matches.every((match) => match(event));
}

function anyOf(alternatives: unknown, operators: Operators): Pattern {
  if (!Array.isArray(alternatives)) throw new RefusedError('event pattern $or is not a list');
  const compiled = alternatives.map((each) => compilePattern(each, operators));
  return (event) => compiled.some((match) => match(event));
}

function compileLeaf(alternatives: unknown[], operators: Operators): Leaf {
  const matchers = alternatives.map((each) => readMatcher(each, operators));
  return (values) => matchers.some((matcher) => matcher(values));
}

/** What a nested pattern is tried on; `[undefined]` lets `exists: false` hold where the parent is missing. */
function children(event: unknown, key: string): unknown[] {
  const value = isRecord(event) ? event[key] : undefined;
  return Array.isArray(value) ? value : [value];
}

/** The scalars at a field, or undefined when there is none. */
function leaves(event: unknown, key: string): unknown[] | undefined {
  const value = isRecord(event) ? event[key] : undefined;
  const scalars = (Array.isArray(value) ? value : [value]).filter(
    (each) => each !== undefined && (each === null || typeof each !== 'object'),
  );
  return scalars.length > 0 ? scalars : undefined;
}
