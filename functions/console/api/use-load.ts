import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from './api-error';

export interface Loaded<T> {
  /** The latest answer; also while a newer one is on its way, so that pages do not jump. */
  value: T | null;
  error: ApiError | null;
  isBusy: boolean;
  reload(): void;
}

/** Loads when the page opens and whenever `key` changes; what comes too late is dropped. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{
    key: string;
    value: T | null;
    error: ApiError | null;
    isBusy: boolean;
  }>({
    ...{ key, value: null, error: null, isBusy: true },
  });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  // A turn is a wish to load again.
  useEffect(() => {
    const abort = new AbortController();
    setState((before) => ({
      ...{ key, value: before.key === key ? before.value : null, error: null, isBusy: true },
    }));
    latest.current(abort.signal).then(
      (value) => !abort.signal.aborted && setState({ key, value, error: null, isBusy: false }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState((before) => ({ ...before, error: shown(error), isBusy: false }));
      },
    );
    return () => abort.abort();
  }, [key, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  // Of another key nothing may be seen, not even until the effect has run.
  return state.key === key
    ? { value: state.value, error: state.error, isBusy: state.isBusy, reload }
    : { value: null, error: null, isBusy: true, reload };
}

export function shown(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, error instanceof Error ? error.message : 'Something went wrong in this page.');
}
