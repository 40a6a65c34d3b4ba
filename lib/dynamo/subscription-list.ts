import type { SubscriptionFilter, SubscriptionList } from '../subscription/ports';
import type { Table } from './client';
import { ownersPk, shardPks, stateList } from './keys';
import type { ListSource } from './newest-first';
import { pageOf } from './page-of';
import { subscriptionCodec } from './subscription-store';

/** Subscriptions newest first, from the narrowest index that the filter allows. */
export function subscriptionList(table: Table): SubscriptionList {
  return {
    page: (filter, after, limit) =>
      pageOf(
        table,
        {
          source: sourceOf(filter),
          created: filter.created,
          attributes: subscriptionCodec.listed,
          fromItem: subscriptionCodec.fromItem,
          matches: ({ owner, status }) =>
            (filter.user === null || owner === filter.user) &&
            (filter.status === null || status === filter.status),
        },
        after,
        limit,
      ),
  };
}

function sourceOf({ user, status }: SubscriptionFilter): ListSource {
  if (user !== null) return { index: 'gsi7', pks: [ownersPk('subscription', user)] };
  if (status !== null) return { index: 'gsi2', pks: shardPks(stateList('subscription', status)) };
  return { index: 'gsi4', pks: shardPks('subscription') };
}
