import type { Filter } from '../kinds/kind';
import type { Chosen } from './chosen';

/** What the API is asked: days are whole days of whoever looks. */
export function queryOf(filters: readonly Filter[], chosen: Chosen): Record<string, string> {
  return Object.fromEntries(
    filters.flatMap(({ name, as }) => {
      const value = chosen[name]?.trim();
      if (!value) return [];
      if (as !== 'from' && as !== 'to') return [[name, value]];
      const day = new Date(`${value}T${as === 'from' ? '00:00:00.000' : '23:59:59.999'}`);
      return [[name, Number.isNaN(day.getTime()) ? value : day.toISOString()]];
    }),
  );
}
