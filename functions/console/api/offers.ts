import { isRow, rowOf, rowsOf, textOf } from './row';

/** Lists that the API has, with the filters of each. */
export type Offers = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * By the API's own document, so that the console offers no list and no filter that this API lacks.
 * @param document `GET /aa-stripe/openapi.json`
 */
export function readOffers(document: unknown): Offers {
  const paths = isRow(document) ? (rowOf(document, 'paths') ?? {}) : {};
  return new Map(
    Object.keys(paths).flatMap((path) => {
      const get = rowOf(rowOf(paths, path) ?? {}, 'get');
      if (!get) return [];
      const names = rowsOf(get, 'parameters')
        .filter((parameter) => textOf(parameter, 'in') === 'query')
        .flatMap((parameter) => textOf(parameter, 'name') ?? []);
      return [[path, new Set(names)] as const];
    }),
  );
}
