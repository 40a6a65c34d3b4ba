import type { CustomerList } from '../customer/ports';
import type { Table } from './client';
import { CUSTOMER_ATTRIBUTES, fromCustomerItem } from './customer-item';
import { ownersPk, shardPks } from './keys';
import { pageOf } from './page-of';

/** Customers newest first: all of them, or an owner's. */
export function customerList(table: Table): CustomerList {
  return {
    page: ({ user, created }, after, limit) =>
      pageOf(
        table,
        {
          source:
            user === null
              ? { index: 'gsi4', pks: shardPks('customer') }
              : { index: 'gsi7', pks: [ownersPk('customer', user)] },
          created,
          attributes: CUSTOMER_ATTRIBUTES,
          fromItem: fromCustomerItem,
          matches: () => true,
        },
        after,
        limit,
      ),
  };
}
