import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { answer } from './answer';
import { readCursor, writeCursor } from './cursor';
import { VisibleError } from './visible-error';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

export interface ListQuery<Flag extends string> {
  limit: number;
  /** Position to go on after; null for the first page. */
  after: string | null;
  flags: Record<Flag, boolean | null>;
  /** The cursor of the page that follows this position. */
  cursorAt(position: string): string;
}

/**
 * Reads `?limit=&cursor=` and a list's boolean filters.
 * @throws VisibleError 400 that names every parameter at fault, unknown ones included
 */
export function listQuery<Flag extends string>(
  event: APIGatewayProxyEventV2,
  flagNames: readonly Flag[],
  caller: string,
  now: number,
): ListQuery<Flag> {
  const query = event.queryStringParameters ?? {};
  const errors = new Map<string, string[]>();
  const flags = Object.fromEntries(flagNames.map((name) => [name, flag(query[name], name, errors)]));
  for (const name of Object.keys(query)) {
    if (!['limit', 'cursor', ...flagNames].includes(name)) errors.set(name, ['This parameter is not known.']);
  }
  const limit = limitOf(query.limit, errors);
  const scope = { path: event.rawPath, caller, flags };
  const after = query.cursor === undefined ? null : readCursor(query.cursor, scope, now);
  if (query.cursor !== undefined && after === null) {
    errors.set('cursor', ['Not a valid cursor of this list; cursors live for 24 hours.']);
  }
  if (errors.size > 0) throw new VisibleError(answer(400, Object.fromEntries(errors)));
  return {
    limit,
    after,
    flags: flags as Record<Flag, boolean | null>,
    cursorAt: (position) => writeCursor(position, scope, now),
  };
}

function flag(text: string | undefined, name: string, errors: Map<string, string[]>): boolean | null {
  if (text === undefined) return null;
  if (text !== 'true' && text !== 'false') errors.set(name, ['Must be true or false.']);
  return text === 'true';
}

function limitOf(text: string | undefined, errors: Map<string, string[]>): number {
  const limit = text === undefined ? DEFAULT_LIMIT : Number(text);
  if (!/^\d{1,3}$/.test(text ?? '1') || limit < 1 || limit > MAX_LIMIT) {
    errors.set('limit', [`Must be a whole number from 1 to ${MAX_LIMIT}.`]);
  }
  return limit;
}
