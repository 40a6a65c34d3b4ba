import type { Operation } from '../operation/operation';
import type { StripeFailure } from '../operation/outcome';

/** One step in the life of a record, written with the change that it tells of. It holds nothing personal. */
export interface HistoryEntry {
  /** ISO 8601: when the record was written. */
  at: string;
  /** The record's version from then on. */
  version: number;
  state: string;
  /** What others were told. */
  signals: string[];
  /** The write to Stripe that began with it, or ended. */
  begins: string | null;
  ends: string | null;
  /** Stripe's code, where it refused. */
  error: string | null;
  /** The run or the request that began it. */
  by: string | null;
  /** The record begins with it: nothing is missing before. */
  isFirst: boolean;
}

/** What of a record its history is made of. */
export interface Traced {
  updated: string;
  version: number;
  operation: Operation | null;
  state: string;
  error: StripeFailure | null;
  by: string | null;
}

/** What this write adds to the history; null where nothing happened that anybody would ask about. */
export function historyEntry(next: Traced, previous: Traced | null, signals: string[]): HistoryEntry | null {
  const isSame = next.operation?.attempt === previous?.operation?.attempt;
  const begins = isSame ? null : (next.operation?.kind ?? null);
  const ends = isSame ? null : (previous?.operation?.kind ?? null);
  const isNewError = next.error !== null && next.error.message !== previous?.error?.message;
  const isNews = next.state !== previous?.state || !isSame || isNewError || signals.length > 0;
  if (!isNews) return null;
  return {
    at: next.updated,
    version: next.version,
    state: next.state,
    signals,
    begins,
    ends,
    error: ends !== null || isNewError ? codeOf(next.error) : null,
    by: begins === null ? null : next.by,
    isFirst: previous === null,
  };
}

/** Not Stripe's text, which may name somebody. */
function codeOf(error: StripeFailure | null): string | null {
  return error && (error.decline_code ?? error.code ?? error.type);
}
