import { invalidRequest } from '../http/api-error';

/** What a route answers: an object of a type, or a list of them. */
export type Shape = string | { readonly list: string };

/** A field that can be expanded: to what, and how; what is not there stays null. */
export interface ExpandableField {
  readonly shape: Shape;
  resolve(object: Readonly<Record<string, unknown>>): object | null;
}

/** Expandable fields by object type, nested ones as `hash.field`. */
export type Expandable = Readonly<Record<string, Readonly<Record<string, ExpandableField>>>>;

const DEEPEST = 4;

/**
 * Checks `expand[]` before anything runs, so that a wrong path leaves no effect behind.
 * @throws {ApiError} 400 for a field that cannot be expanded, or more than four levels.
 */
export function checkExpand(shape: Shape, paths: readonly string[], expandable: Expandable): void {
  for (const path of paths) {
    const fields = path.split('.');
    if (fields.length > DEEPEST || !reaches(shape, fields, expandable)) {
      throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
    }
  }
}

function reaches(shape: Shape, fields: readonly string[], expandable: Expandable): boolean {
  if (typeof shape !== 'string') {
    return fields[0] === 'data' && fields.length > 1 && reaches(shape.list, fields.slice(1), expandable);
  }
  const found = findField(shape, fields, expandable);
  if (found === undefined) return false;
  return found.rest.length === 0 || reaches(found.field.shape, found.rest, expandable);
}

/** Fills in every path of `expand[]`, as `default_source` or, in lists, `data.default_source`. */
export function expand(object: object, paths: readonly string[], expandable: Expandable): object {
  return paths.reduce((expanded, path) => fill(expanded, path.split('.'), expandable), object);
}

function fill(object: object, fields: readonly string[], expandable: Expandable): object {
  const target: Record<string, unknown> = { ...object };
  if (target.object === 'list' && Array.isArray(target.data)) {
    const items: unknown[] = target.data;
    return {
      ...target,
      data: items.map((item) => (isObject(item) ? fill(item, fields.slice(1), expandable) : item)),
    };
  }
  const found = findField(String(target.object), fields, expandable);
  if (found === undefined) return object;
  return change(target, found.name.split('.'), (current) => {
    // Two paths may begin alike (`a` and `a.b`): what the first has filled in is kept.
    const value = isFilledIn(current) ? current : found.field.resolve(target);
    if (value === null || found.rest.length === 0) return value;
    if (!Array.isArray(value)) return fill(value, found.rest, expandable);
    const items: unknown[] = value;
    return items.map((item) => (isObject(item) ? fill(item, found.rest, expandable) : item));
  });
}

function findField(type: string, fields: readonly string[], expandable: Expandable) {
  for (let length = 1; length <= fields.length; length += 1) {
    const name = fields.slice(0, length).join('.');
    const field = expandable[type]?.[name];
    if (field !== undefined) return { name, field, rest: fields.slice(length) };
  }
  return undefined;
}

function change(
  object: object,
  [name = '', ...rest]: readonly string[],
  to: (now: unknown) => unknown,
): object {
  const target: Record<string, unknown> = { ...object };
  const current = target[name];
  return {
    ...target,
    [name]: rest.length === 0 ? to(current) : change(isObject(current) ? current : {}, rest, to),
  };
}

/** Ids in an array are as good as an id: not filled in yet. */
function isFilledIn(value: unknown): value is object {
  return isObject(value) && !(Array.isArray(value) && value.some((item) => !isObject(item)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
