import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import type { CreatedRange } from '../../operation/ports';
import { answer } from './answer';
import { readCursor, writeCursor } from './cursor';
import type { FilterSchemas } from './spec';
import { VisibleError } from './visible-error';

export const DEFAULT_LIMIT = 25;
export const MAX_LIMIT = 100;

/** A filter that is on or off. */
export const Flag = v.pipe(
  v.picklist(['true', 'false'], 'Must be true or false.'),
  v.transform((text) => text === 'true'),
);

/** A filter by an id or another text of the caller's. */
export const TextFilter = v.pipe(
  v.string(),
  v.minLength(1, 'This parameter may not be blank.'),
  v.maxLength(255, 'Ensure this parameter has no more than 255 characters.'),
);

/** A moment, or the beginning of a day, in UTC unless it says otherwise. */
export const MomentFilter = v.pipe(
  v.string(),
  v.check(
    (text) =>
      /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(Date.parse(text)),
    'Must be like 2027-01-31 or 2027-01-31T12:00:00Z.',
  ),
  v.transform((text) => new Date(text).toISOString()),
);

/** Filters by when records were created: from the first moment on, before the other one. */
export const CREATED_FILTERS = { created_from: MomentFilter, created_to: MomentFilter };

export function createdRange(filters: {
  created_from: string | null;
  created_to: string | null;
}): CreatedRange {
  return { from: filters.created_from, to: filters.created_to };
}

export interface ListQuery<F extends FilterSchemas> {
  limit: number;
  /** Position to go on after; null for the first page. */
  after: string | null;
  /** Null where a filter is not given. */
  filters: { [Name in keyof F]: v.InferOutput<F[Name]> | null };
  /** The cursor of the page that follows this position. */
  cursorAt(position: string): string;
}

/**
 * Reads `?limit=&cursor=`, where the list comes in pages, and its filters.
 * @throws VisibleError 400 that names every parameter at fault, unknown ones included
 */
export function listQuery<F extends FilterSchemas>(
  event: APIGatewayProxyEventV2,
  schemas: F,
  caller: string,
  now: number,
  isPaged = true,
): ListQuery<F> {
  const query = event.queryStringParameters ?? {};
  // A map, because a parameter may have any name, `__proto__` too.
  const errors = new Map<string, string[]>();
  const filters = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, filterOf(query[name], name, schema, errors)]),
  );
  for (const name of Object.keys(query)) {
    const isKnown = (isPaged && (name === 'limit' || name === 'cursor')) || Object.hasOwn(schemas, name);
    if (!isKnown) errors.set(name, ['This parameter is not known.']);
  }
  const limit = limitOf(isPaged ? query.limit : undefined, errors);
  const scope = { path: event.rawPath, caller, filters };
  const cursor = isPaged ? query.cursor : undefined;
  const after = cursor === undefined ? null : readCursor(cursor, scope, now);
  if (cursor !== undefined && after === null) {
    errors.set('cursor', ['Not a valid cursor of this list; cursors live for 24 hours.']);
  }
  if (errors.size > 0) throw new VisibleError(answer(400, Object.fromEntries(errors)));
  return {
    limit,
    after,
    filters: filters as ListQuery<F>['filters'],
    cursorAt: (position) => writeCursor(position, scope, now),
  };
}

function filterOf(
  text: string | undefined,
  name: string,
  schema: v.GenericSchema<string, unknown>,
  errors: Map<string, string[]>,
): unknown {
  if (text === undefined) return null;
  const read = v.safeParse(schema, text);
  if (read.success) return read.output;
  errors.set(
    name,
    read.issues.map(({ message }) => message),
  );
  return null;
}

function limitOf(text: string | undefined, errors: Map<string, string[]>): number {
  const limit = text === undefined ? DEFAULT_LIMIT : Number(text);
  if (!/^\d{1,3}$/.test(text ?? '1') || limit < 1 || limit > MAX_LIMIT) {
    errors.set('limit', [`Must be a whole number from 1 to ${MAX_LIMIT}.`]);
  }
  return limit;
}
