import { freshRecord } from '../operation/record';
import type { Charge } from './charge';

export interface ChargeInput {
  owner: string;
  amount: number;
  currency: string;
  description: string;
  comment: string;
  statement_descriptor: string;
  source_type: string | null;
  source_id: string | null;
  is_manual_charge: boolean;
}

/** A payment that is due: recorded first, charged later. `seed`: a ULID, the same for the same request. */
export function newCharge(input: ChargeInput, livemode: boolean, seed: string, now: number): Charge {
  return {
    id: `schg_${seed}`,
    ...input,
    state: 'pending',
    is_held: false,
    customer_id: null,
    stripe_customer_id: null,
    stripe_payment_intent_id: null,
    stripe_charge_id: null,
    amount_refunded: 0,
    refunds: [],
    error: null,
    last_exception: null,
    dispute: null,
    ...freshRecord(livemode, now),
  };
}
