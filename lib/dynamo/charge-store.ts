import * as v from 'valibot';
import { CHARGE_STATES, type Charge, isDue } from '../charge/charge';
import type { ChargeStore } from '../charge/ports';
import type { Table } from './client';
import { FailureItem } from './failure-item';
import {
  dueList,
  heldList,
  ownersPk,
  position,
  recordKey,
  shardOf,
  sourcePk,
  stateList,
  stripeIdPk,
} from './keys';
import { Json } from './operation-item';
import { type IndexKeys, orNull, type RecordCodec, recordCodec } from './record-codec';
import { recordStore } from './record-store';

const RefundField = v.object({
  id: v.string(),
  stripe_refund_id: v.nullable(v.string()),
  amount: v.number(),
  status: v.string(),
  error: v.nullable(v.string()),
  created: v.string(),
  updated: v.string(),
  stripe_response: v.nullable(Json),
});

const DisputeField = v.object({
  id: v.string(),
  status: v.string(),
  reason: v.string(),
  amount: v.number(),
  currency: v.string(),
});

export const chargeCodec: RecordCodec<Charge> = recordCodec({
  kind: 'charge',
  fields: v.object({
    owner: v.string(),
    state: v.picklist(CHARGE_STATES),
    amount: v.number(),
    currency: v.string(),
    description: v.string(),
    comment: v.string(),
    statement_descriptor: v.string(),
    source_type: orNull(v.string()),
    source_id: orNull(v.string()),
    is_manual_charge: v.boolean(),
    is_held: v.boolean(),
    customer_id: orNull(v.string()),
    stripe_customer_id: orNull(v.string()),
    tried_by: orNull(v.string()),
    stripe_payment_intent_id: orNull(v.string()),
    stripe_charge_id: orNull(v.string()),
    amount_refunded: v.number(),
    refunds: v.array(RefundField),
    error: orNull(FailureItem),
    last_exception: orNull(FailureItem),
    dispute: orNull(DisputeField),
    erased_at: orNull(v.string()),
    stripe_response: orNull(Json),
  }),
  packed: ['refunds', 'stripe_response'],
  key: ({ id }) => recordKey('charge', id),
  indexes: (charge) => indexesOf(charge),
  trace: ({ state, error, tried_by }) => ({ state, error, by: tried_by }),
});

function indexesOf(charge: Charge): IndexKeys {
  const { id, owner, state, created, source_type, source_id } = charge;
  const { stripe_payment_intent_id: intentId, stripe_charge_id: chargeId } = charge;
  const at = position(created, id);
  return {
    ...(intentId !== null && { gsi1: [stripeIdPk(intentId), 'charge'] }),
    gsi2: [shardOf(stateList('charge', state), id), at],
    ...(chargeId !== null && { gsi3: [stripeIdPk(chargeId), 'charge'] }),
    gsi4: [shardOf('charge', id), at],
    ...(isDue(charge) && { gsi6: [shardOf(dueList('charge'), id), at] }),
    ...(charge.is_held && { gsi6: [shardOf(heldList('charge'), id), at] }),
    gsi7: [ownersPk('charge', owner), at],
    ...(source_type !== null && source_id !== null && { gsi8: [sourcePk(source_type, source_id), at] }),
  };
}

export function chargeStore(table: Table): ChargeStore {
  const store = recordStore(table, chargeCodec);
  return {
    ...store,
    find: (id) => store.get(recordKey('charge', id)),
    findByStripeId: (id) => store.getBy(id.startsWith('pi_') ? 'gsi1' : 'gsi3', stripeIdPk(id)),
  };
}
