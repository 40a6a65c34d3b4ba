import { RefusedError } from './refused-error';

/** Where an intrinsic function looks names up. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  importValue(name: string): unknown;
}

/** What `Ref: AWS::NoValue` gives: the property is as if it had not been written. */
export const noValue = Symbol('AWS::NoValue');

/** Resolves every intrinsic function in `value`. Throws RefusedError, with its name, for an unknown one. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((each) => resolve(each, scope)).filter((each) => each !== noValue);
  if (!isRecord(value)) return value;
  const [only, ...others] = Object.entries(value);
  if (only && others.length === 0 && isIntrinsic(only[0])) return call(only[0], only[1], scope);
  const resolved = Object.entries(value).map(([key, each]) => [key, resolve(each, scope)] as const);
  return Object.fromEntries(resolved.filter(([, each]) => each !== noValue));
}

/** Evaluates a condition of the template's `Conditions` section, or of `Fn::And` and its like. */
export function evaluate(value: unknown, scope: Scope): boolean {
  if (isRecord(value) && typeof value.Condition === 'string') return scope.condition(value.Condition);
  const result = resolve(value, scope);
  if (typeof result !== 'boolean')
    throw new RefusedError(`condition ${JSON.stringify(value)} is not a boolean`);
  return result;
}

const isIntrinsic = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

function call(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = intrinsics[name];
  if (!intrinsic) throw new RefusedError(`intrinsic function ${name} has no local counterpart`);
  return intrinsic(argument, scope);
}

const intrinsics: Record<string, (argument: unknown, scope: Scope) => unknown> = {
  Ref: (name, scope) => scope.ref(text(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...path] =
      typeof argument === 'string' ? argument.split('.') : list(argument).map(text);
    return scope.attribute(text(logicalId), path.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(resolve(parts, scope)).map(text).join(text(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument);
    return text(resolve(source, scope)).split(text(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, source] = list(argument);
    const chosen = list(resolve(source, scope))[Number(resolve(index, scope))];
    if (chosen === undefined) throw new RefusedError(`Fn::Select has no element ${JSON.stringify(index)}`);
    return chosen;
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(resolve(argument, scope))),
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = list(argument);
    return resolve(scope.condition(text(condition)) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolve(argument, scope));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, scope) => !evaluate(list(argument)[0], scope),
  'Fn::And': (argument, scope) => list(argument).every((each) => evaluate(each, scope)),
  'Fn::Or': (argument, scope) => list(argument).some((each) => evaluate(each, scope)),
};

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument);
  const own = isRecord(variables) ? variables : {};
  return text(template).replace(/\$\{(!?)([^}]+)\}/g, (_, escaped: string, name: string) => {
    if (escaped) return `\${${name}}`;
    if (name in own) return text(resolve(own[name], scope));
    const [logicalId = name, ...path] = name.split('.');
    return text(path.length > 0 ? scope.attribute(logicalId, path.join('.')) : scope.ref(name));
  });
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new RefusedError(`an intrinsic function expects a list, not ${JSON.stringify(value)}`);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new RefusedError(`an intrinsic function expects a string, not ${JSON.stringify(value)}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
