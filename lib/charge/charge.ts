import type { StripeFailure } from '../operation/outcome';
import type { OperatedRecord } from '../operation/record';
import type { Refund } from './refund';

/**
 * Where a charge stands.
 *
 * - `pending`: due, nothing was tried yet
 * - `blocked`: due as well, but the owner has no active customer with a card
 * - `charging`: Stripe is being asked
 * - `processing`: Stripe has it and will tell (also `requires_action`, `requires_capture` there)
 * - `unknown`: Stripe was asked and nobody knows what came of it
 * - `action_required`: the payer has to authenticate
 * - `failed`: declined or refused; may be tried again by hand
 * - `charged`: paid
 */
export const CHARGE_STATES = [
  'pending',
  'charging',
  'processing',
  'action_required',
  'unknown',
  'charged',
  'failed',
  'blocked',
] as const;
export type ChargeState = (typeof CHARGE_STATES)[number];

/** One payment: recorded first, charged once. Amounts are integers in minor units of `currency`. */
export interface Charge extends OperatedRecord {
  /** `schg_…`, sortable by time. */
  id: string;
  owner: string;
  state: ChargeState;
  amount: number;
  /** Lower case. */
  currency: string;
  /** What the payer sees. */
  description: string;
  /** Internal: never leaves for Stripe. */
  comment: string;
  statement_descriptor: string;
  /** What is being paid for: any object of the caller's, by type and id. */
  source_type: string | null;
  source_id: string | null;
  /** Charged by hand only: the scheduled run passes it over. */
  is_manual_charge: boolean;
  /** Brought in from another system and not yet released: nobody charges it. */
  is_held: boolean;
  /** Our customer that was charged last. */
  customer_id: string | null;
  stripe_customer_id: string | null;
  /** What made the last try: a request, by its seed, or a run. Null where there was none, or none that left a trace. */
  tried_by: string | null;
  stripe_payment_intent_id: string | null;
  /** The latest try at Stripe, successful or not. */
  stripe_charge_id: string | null;
  /** As Stripe counts it: what was given back, or is about to be. Goes down if a refund fails. */
  amount_refunded: number;
  refunds: Refund[];
  /** Why it is not charged; null while nothing is wrong. */
  error: StripeFailure | null;
  /** The last refusal, kept when a later try succeeds, for its signal. */
  last_exception: StripeFailure | null;
  dispute: Dispute | null;
  /** ISO 8601: when its owner was erased, with all personal data in it; null for everybody else. */
  erased_at: string | null;
  stripe_response: Record<string, unknown> | null;
}

/** A payer's objection at their bank, the newest if there are several. */
export interface Dispute {
  id: string;
  /** Stripe's word, such as `needs_response`, `won`, `lost`. */
  status: string;
  reason: string;
  amount: number;
  currency: string;
}

export function isCharged(charge: Charge): boolean {
  return charge.state === 'charged';
}

/** Whether nothing is left of the payment. */
export function isRefunded(charge: Charge): boolean {
  return isCharged(charge) && charge.amount_refunded >= charge.amount;
}

/** Whether the scheduled run takes it up. */
export function isDue(charge: Charge): boolean {
  return (
    (charge.state === 'pending' || charge.state === 'blocked') &&
    !charge.is_manual_charge &&
    !charge.is_held &&
    charge.erased_at === null
  );
}
