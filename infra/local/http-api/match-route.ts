export interface RouteMatch<Route> {
  route: Route;
  /** Decoded. */
  pathParameters: Record<string, string>;
}

/**
 * The route that API Gateway would choose: the one whose path is the most specific from left to right (text before
 * `{name}` before `{name+}`), a method of its own before `ANY`, and `$default` last.
 */
export function matchRoute<Route extends { key: string }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const matches = routes.flatMap((route) => {
    const [routeMethod = '', routePath] = route.key.split(' ');
    if (routePath === undefined)
      return route.key === '$default' ? [{ route, pathParameters: {}, rank: '9' }] : [];
    if (routeMethod !== method && routeMethod !== 'ANY') return [];
    const pathParameters = matchPath(routePath, path);
    if (!pathParameters) return [];
    const rank = `${segments(routePath).map(rankOf).join('')}${routeMethod === 'ANY' ? '1' : '0'}`;
    return [{ route, pathParameters, rank }];
  });
  return matches.sort((a, b) => (a.rank < b.rank ? -1 : 1))[0];
}

const segments = (path: string): string[] => path.split('/').slice(1);

const rankOf = (segment: string): string =>
  segment.endsWith('+}') ? '3' : segment.startsWith('{') ? '2' : '1';

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const actual = segments(path);
  const expected = segments(pattern);
  const parameters: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const name = /^\{(\w+)(\+?)\}$/.exec(segment);
    const value = actual[index];
    if (name?.[2]) {
      const rest = actual.slice(index).join('/');
      return rest === '' ? undefined : { ...parameters, [name[1] ?? '']: decode(rest) };
    }
    if (value === undefined || (name ? value === '' : value !== segment)) return undefined;
    if (name) parameters[name[1] ?? ''] = decode(value);
  }
  return actual.length === expected.length ? parameters : undefined;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
