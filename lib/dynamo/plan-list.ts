import type { PlanList } from '../plan/ports';
import type { Table } from './client';
import { shardPks } from './keys';
import { pageOf } from './page-of';
import { planCodec } from './plan-store';

/** Plans, newest first. */
export function planList(table: Table): PlanList {
  return {
    page: (after, limit, created) =>
      pageOf(
        table,
        {
          source: { index: 'gsi4', pks: shardPks('plan') },
          created,
          attributes: planCodec.listed,
          fromItem: planCodec.fromItem,
          matches: () => true,
        },
        after,
        limit,
      ),
  };
}
