import type { IncomingHttpHeaders } from 'node:http';
import type { CorsConfiguration } from './api-definition';

/** CORS as the gateway answers it. */
export interface Cors {
  /** The headers of the answer to a preflight request, or undefined if this is none. */
  preflight(method: string, headers: IncomingHttpHeaders): Record<string, string> | undefined;
  /** What is added to every other answer. */
  decorate(headers: IncomingHttpHeaders): Record<string, string>;
}

const localhost = /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/;

/** The template's origins are allowed, and those of this machine, since pages under development come from there. */
export function createCors(configuration: CorsConfiguration | undefined): Cors {
  const allowed = (headers: IncomingHttpHeaders): Record<string, string> => {
    const { origin } = headers;
    if (origin === undefined) return {};
    const any = configuration?.AllowOrigins.includes('*') ?? false;
    if (!any && !configuration?.AllowOrigins.includes(origin) && !localhost.test(origin)) return {};
    return {
      'access-control-allow-origin': any ? '*' : origin,
      vary: 'Origin',
      ...(configuration?.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
      ...(configuration?.ExposeHeaders.length && {
        'access-control-expose-headers': configuration.ExposeHeaders.join(','),
      }),
    };
  };
  return {
    decorate: allowed,
    preflight(method, headers) {
      if (method !== 'OPTIONS' || !headers.origin || !headers['access-control-request-method'])
        return undefined;
      const own = allowed(headers);
      if (!own['access-control-allow-origin']) return {};
      return {
        ...own,
        'access-control-allow-methods': configuration?.AllowMethods.join(',') || '*',
        'access-control-allow-headers':
          configuration?.AllowHeaders.join(',') || headers['access-control-request-headers'] || '*',
        ...(configuration?.MaxAge !== undefined && {
          'access-control-max-age': String(configuration.MaxAge),
        }),
      };
    },
  };
}
