import { freshRecord } from '../operation/record';
import type { Charge } from './charge';

/** What whoever records a charge says of it. */
export type ChargeInput = Pick<
  Charge,
  | 'owner'
  | 'amount'
  | 'currency'
  | 'description'
  | 'comment'
  | 'statement_descriptor'
  | 'source_type'
  | 'source_id'
  | 'is_manual_charge'
>;

/** A payment that is due: recorded first, charged later. `seed`: a ULID, the same for the same request. */
export function newCharge(input: ChargeInput, livemode: boolean, seed: string, now: number): Charge {
  return {
    id: `schg_${seed}`,
    ...input,
    state: 'pending',
    is_held: false,
    customer_id: null,
    stripe_customer_id: null,
    tried_by: null,
    stripe_payment_intent_id: null,
    stripe_charge_id: null,
    amount_refunded: 0,
    refunds: [],
    error: null,
    last_exception: null,
    dispute: null,
    erased_at: null,
    ...freshRecord(livemode, now),
  };
}
