import * as v from 'valibot';
import type { CreatedRange, Page, Unreadable } from '../operation/ports';
import type { Table } from './client';
import { position, recordIdOf } from './keys';
import { type ListSource, newestFirst, recordsOf } from './newest-first';

/** A filter that leaves out nearly everything must not read for ever; the cursor goes on from here. */
const MAX_READ = 1_000;
/** Every reading asks all shards, so it should bring something. */
const MIN_READ = 25;

const Keys = v.object({ pk: v.string(), sk: v.string() });

export interface PageQuery<T> {
  /** The narrowest list that holds all that is wanted. */
  source: ListSource;
  /** The attributes that are read; what may be large and is not shown stays where it is. */
  attributes: string[];
  fromItem(item: unknown): T;
  matches(record: T): boolean;
  /** Positions begin with the time by which the list is bounded. */
  created?: CreatedRange | undefined;
}

/** A page of records, newest first, of those that match. */
export async function pageOf<T extends { id: string; created: string }>(
  table: Table,
  query: PageQuery<T>,
  after: string | null,
  limit: number,
): Promise<Page<T>> {
  const records: T[] = [];
  const unreadable: Unreadable[] = [];
  const page = (last: string | null): Page<T> => ({
    records,
    last,
    ...(unreadable.length > 0 && { unreadable }),
  });
  const { from: oldest = null, to = null } = query.created ?? {};
  // A position goes on after its time: whatever was created at `to` lies behind it.
  let from = to !== null && (after === null || to < after) ? to : after;
  const chunk = Math.max(limit, MIN_READ);
  for (let read = 0; read < MAX_READ; ) {
    const entries = await newestFirst(table, query.source, from, chunk);
    const wanted = oldest === null ? entries : entries.filter((entry) => entry.position >= oldest);
    for (const item of await recordsOf(table, wanted, query.attributes)) {
      const record = readOf(item, query, unreadable);
      if (!record || !query.matches(record)) continue;
      records.push(record);
      if (records.length === limit) return page(position(record.created, record.id));
    }
    from = entries.at(-1)?.position ?? null;
    if (wanted.length < chunk) return page(null);
    read += entries.length;
  }
  return page(from);
}

function readOf<T>(item: Record<string, unknown>, query: PageQuery<T>, unreadable: Unreadable[]): T | null {
  try {
    return query.fromItem(item);
  } catch (error) {
    const { pk, sk } = v.parse(Keys, item);
    unreadable.push({ id: recordIdOf({ pk, sk }), error });
    return null;
  }
}
