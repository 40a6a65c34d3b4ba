import { useEffect, useState } from 'preact/hooks';

/**
 * Pages are named by the part of the address after `#`, which browsers send to nobody. What may be personal, such as
 * an owner, is not put there either, since addresses end in histories and bookmarks: it is kept in memory, under a
 * number that the history knows.
 */
export interface Route {
  path: readonly string[];
  query: URLSearchParams;
  kept: Kept;
}
export type Kept = Readonly<Record<string, string>>;

const keptByNumber = new Map<number, Kept>();
const listeners = new Set<() => void>();

export function currentRoute(): Route {
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const number: unknown = history.state?.kept;
  return {
    path: path.split('/').filter(Boolean).map(decoded),
    query: new URLSearchParams(search),
    kept: (typeof number === 'number' && keptByNumber.get(number)) || {},
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Opens a page. With `replace`, going back does not lead to the one before. */
export function go(href: string, kept: Kept = {}, { replace = false } = {}): void {
  const number = keptByNumber.size + 1;
  keptByNumber.set(number, kept);
  const state = { kept: number };
  if (replace) history.replaceState(state, '', href);
  else history.pushState(state, '', href);
  for (const listener of listeners) listener();
}

addEventListener('popstate', () => {
  for (const listener of listeners) listener();
});

export function useRoute(): Route {
  const [route, setRoute] = useState(currentRoute);
  useEffect(() => {
    const listener = () => setRoute(currentRoute());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return route;
}
