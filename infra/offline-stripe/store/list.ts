import { invalidRequest, resourceMissing } from '../http/api-error';
import { integer, string } from '../params/kinds';
import type { Read } from '../params/read-fields';

/** A page of objects, newest first. */
export interface List<T> {
  object: 'list';
  data: T[];
  has_more: boolean;
  url: string;
}

/** The parameters of every list. */
export const pagination = {
  limit: integer({ min: 1, max: 100 }),
  starting_after: string,
  ending_before: string,
};

/**
 * Cuts a page out of all objects (newest first).
 * @throws {ApiError} 400 for both cursors at once or a cursor that is not an object of this list's kind.
 */
export function page<T extends { readonly id: string }>(
  all: readonly T[],
  params: Read<typeof pagination>,
  url: string,
  what: string,
): List<T> {
  const { limit = 10, starting_after: after, ending_before: before } = params;
  if (after !== undefined && before !== undefined) {
    throw invalidRequest(
      'Received both starting_after and ending_before parameters. Please pass in only one.',
    );
  }
  if (before !== undefined) {
    const end = indexOf(all, before, what, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', data: all.slice(start, end), has_more: start > 0, url };
  }
  const start = after === undefined ? 0 : indexOf(all, after, what, 'starting_after') + 1;
  return { object: 'list', data: all.slice(start, start + limit), has_more: start + limit < all.length, url };
}

function indexOf(all: readonly { readonly id: string }[], id: string, what: string, param: string): number {
  const index = all.findIndex((item) => item.id === id);
  if (index < 0) throw resourceMissing(what, id, param);
  return index;
}

/** Objects that are part of another one: a first page of ten. */
export function firstPage<T extends { readonly id: string }>(all: readonly T[], url: string): List<T> {
  return { object: 'list', data: all.slice(0, 10), has_more: all.length > 10, url };
}
