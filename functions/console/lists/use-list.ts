import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Query } from '../api/api';
import type { ApiError } from '../api/api-error';
import type { Row } from '../api/row';
import { shown } from '../api/use-load';
import { useConsole } from '../shell/console-context';

interface Listed {
  rows: readonly Row[];
  next: string | null;
  error: ApiError | null;
  isBusy: boolean;
  /** Whether the first page has been there. */
  isReady: boolean;
}

const NOTHING: Listed = { rows: [], next: null, error: null, isBusy: true, isReady: false };

/** A list and the pages that were asked for so far. */
export function useList(path: string, query: Query) {
  const { api } = useConsole();
  const [listed, setListed] = useState<Listed>(NOTHING);
  const [turn, setTurn] = useState(0);
  const abort = useRef(new AbortController());
  const key = JSON.stringify([path, query]);

  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const { signal } = abort.current;
      setListed((before) => ({ ...before, error: null, isBusy: true }));
      try {
        const asked = { ...query, ...(cursor !== null && { cursor }) };
        const { results, next } = await api.page(path, asked, signal);
        if (signal.aborted) return;
        setListed((before) => ({
          rows: cursor === null ? results : [...before.rows, ...results],
          ...{ next, error: null, isBusy: false, isReady: true },
        }));
      } catch (error) {
        if (signal.aborted) return;
        setListed((before) => ({ ...before, error: shown(error), isBusy: false }));
      }
    },
    // The key says what path and query say.
    [api, key],
  );

  // A turn is a wish to load again.
  useEffect(() => {
    abort.current = new AbortController();
    void fetchPage(null);
    return () => abort.current.abort();
  }, [fetchPage, turn]);

  return {
    ...listed,
    more: () => void fetchPage(listed.next),
    reload: useCallback(() => setTurn((before) => before + 1), []),
  };
}
