import type { ChargeFilter, ChargeList } from '../charge/ports';
import { chargeCodec } from './charge-store';
import type { Table } from './client';
import { ownersPk, shardPks, sourcePk, stateList } from './keys';
import type { ListSource } from './newest-first';
import { pageOf } from './page-of';

/** Charges newest first, from the narrowest index that the filter allows. */
export function chargeList(table: Table): ChargeList {
  return {
    page: (filter, after, limit) =>
      pageOf(
        table,
        {
          source: sourceOf(filter),
          created: filter.created,
          attributes: chargeCodec.listed,
          fromItem: chargeCodec.fromItem,
          matches: (charge) =>
            (filter.user === null || charge.owner === filter.user) &&
            (filter.state === null || charge.state === filter.state) &&
            (filter.sourceType === null || charge.source_type === filter.sourceType) &&
            (filter.sourceId === null || charge.source_id === filter.sourceId),
        },
        after,
        limit,
      ),
  };
}

function sourceOf({ user, state, sourceType, sourceId }: ChargeFilter): ListSource {
  if (sourceType !== null && sourceId !== null) {
    return { index: 'gsi8', pks: [sourcePk(sourceType, sourceId)] };
  }
  if (user !== null) return { index: 'gsi7', pks: [ownersPk('charge', user)] };
  if (state !== null) return { index: 'gsi2', pks: shardPks(stateList('charge', state)) };
  return { index: 'gsi4', pks: shardPks('charge') };
}
