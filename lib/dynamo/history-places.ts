import * as v from 'valibot';
import { type HistoryEntry, historyEntry, type Traced } from '../history/history';

/** As many of a record's last steps are kept: an item is paid for by its size. */
const PLACES = 16;
const NAMES = Array.from({ length: PLACES }, (_, place) => `h${place}`);

const Place = v.object({
  at: v.string(),
  version: v.number(),
  state: v.string(),
  signals: v.optional(v.array(v.string()), []),
  begins: v.optional(v.nullable(v.string()), null),
  ends: v.optional(v.nullable(v.string()), null),
  error: v.optional(v.nullable(v.string()), null),
  by: v.optional(v.nullable(v.string()), null),
  isFirst: v.optional(v.boolean(), false),
});

/**
 * What a write adds to its record's item: the entry, in a place of its own by the version. So it needs not know what is
 * kept already, is there once however often the write is sent, and takes the place of the one that is sixteen versions
 * older.
 */
export function historyPlace(
  next: Traced,
  previous: Traced | null,
  signals: string[],
): Record<string, unknown> {
  const entry = historyEntry(next, previous, signals);
  if (!entry) return {};
  const { signals: told, ...rest } = entry;
  const stored = Object.entries(rest).filter(([, value]) => value !== null && value !== false);
  const place = { ...Object.fromEntries(stored), ...(told.length > 0 && { signals: told }) };
  return { [`h${entry.version % PLACES}`]: place };
}

/** The entries that an item holds, oldest first. */
export function historyOf(item: Record<string, unknown>): HistoryEntry[] {
  return NAMES.flatMap((name) => (item[name] === undefined ? [] : [v.parse(Place, item[name])])).sort(
    (a, b) => a.version - b.version,
  );
}

/** The places themselves, for a record that goes to another key. */
export function historyAttributes(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => NAMES.includes(name)));
}
