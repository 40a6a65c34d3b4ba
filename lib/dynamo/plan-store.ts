import * as v from 'valibot';
import { INTERVALS, type Plan } from '../plan/plan';
import type { PlanStore } from '../plan/ports';
import type { Table } from './client';
import { position, recordKey, shardOf } from './keys';
import { Json } from './operation-item';
import { orNull, type RecordCodec, recordCodec } from './record-codec';
import { recordStore } from './record-store';

export const planCodec: RecordCodec<Plan> = recordCodec({
  kind: 'plan',
  fields: v.object({
    amount: v.number(),
    currency: v.string(),
    name: v.string(),
    interval: v.picklist(INTERVALS),
    interval_count: v.number(),
    source: Json,
    metadata: v.record(v.string(), v.string()),
    statement_descriptor: v.string(),
    trial_period_days: v.number(),
    is_created_at_stripe: v.boolean(),
    stripe_response: orNull(Json),
  }),
  packed: ['source', 'stripe_response'],
  key: ({ id }) => recordKey('plan', id),
  indexes: ({ id, created }) => ({ gsi4: [shardOf('plan', id), position(created, id)] }),
});

export function planStore(table: Table): PlanStore {
  const store = recordStore(table, planCodec);
  return { ...store, find: (id) => store.get(recordKey('plan', id)) };
}
