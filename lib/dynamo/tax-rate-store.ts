import * as v from 'valibot';
import type { TaxRateStore } from '../subscription/ports';
import type { TaxRate } from '../subscription/tax-rate';
import type { Table } from './client';
import { recordKey } from './keys';
import { Json } from './operation-item';
import { orNull, type RecordCodec, recordCodec } from './record-codec';
import { recordStore } from './record-store';

export const taxRateCodec: RecordCodec<TaxRate> = recordCodec({
  kind: 'tax_rate',
  fields: v.object({
    percentage: v.number(),
    stripe_tax_rate_id: orNull(v.string()),
    stripe_response: orNull(Json),
  }),
  packed: ['stripe_response'],
  key: ({ id }) => recordKey('tax_rate', id),
  indexes: () => ({}),
});

export function taxRateStore(table: Table): TaxRateStore {
  const store = recordStore(table, taxRateCodec);
  return { ...store, find: (id) => store.get(recordKey('tax_rate', id)) };
}
