import type { RoutedFunction } from '../../../functions/routes';
import { ROUTES } from '../../../functions/routes';
import type { Answered, Platform } from '../platform/platform';
import { settle } from './settle';

export interface Sent {
  /** Whose token; operators are `op`. */
  user?: string;
  body?: object;
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** The same for every try, as a careful client has it. */
  key?: string;
}

/** How often a client asks again before it leaves it at what the platform does by itself. */
const MOST_TRIES = 4;

/** A client of the API as it should be: it asks again where nothing definite was answered, under the same key. */
export function clientOf(platform: Platform) {
  const once = (route: string, { user = 'op', body, params, query, key }: Sent): Promise<Answered> => {
    const [method = '', path = ''] = route.split(' ');
    return platform.request(functionOf(route), {
      method,
      path,
      claims: { sub: user },
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      },
      ...(params && { pathParameters: params }),
      ...(query && { query }),
      ...(body && { body: JSON.stringify(body) }),
    });
  };
  let keys = 0;
  const client = {
    once,
    send: async (route: string, sent: Sent = {}): Promise<Answered> => {
      let answer = await once(route, sent);
      for (let tries = 1; isOpen(answer) && tries < MOST_TRIES; tries += 1) {
        // It comes back later: by then the schedules have run.
        await settle(platform);
        answer = await once(route, sent);
      }
      return answer;
    },
    /** Charges. Where no answer comes it asks again under the same key, and learns what became of the first try. */
    charge: (id: string): Promise<Answered> => {
      keys += 1;
      return client.send('POST /aa-stripe/charges/{id}/charge', { params: { id }, key: `charge-${keys}` });
    },
  };
  return client;
}

/** Whether asking again may bring something else. */
function isOpen({ status }: Answered): boolean {
  return status === 409 || status === 429 || status >= 500;
}

function functionOf(route: string): RoutedFunction {
  for (const [name, { routes }] of Object.entries(ROUTES)) {
    if ((routes as readonly string[]).includes(route)) return name as RoutedFunction;
  }
  throw new Error(`Nobody serves ${route}.`);
}
