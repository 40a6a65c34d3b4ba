import * as v from 'valibot';
import { Amount, FailureView, NullableText, Text, Timestamp } from '../operation/view';
import { viewsDiffer } from '../operation/views-differ';
import { CHARGE_STATES, type Charge, isCharged, isRefunded } from './charge';
import type { Refund } from './refund';

/** A charge as the API and the signals show it. */
export const ChargeView = v.object({
  id: Text,
  user: Text,
  /** Our id of the customer that was charged last. */
  customer: NullableText,
  amount: Amount,
  currency: Text,
  amount_refunded: Amount,
  is_charged: v.boolean(),
  is_refunded: v.boolean(),
  is_manual_charge: v.boolean(),
  charge_attempt_failed: v.boolean(),
  state: v.picklist(CHARGE_STATES),
  is_held: v.boolean(),
  stripe_charge_id: NullableText,
  stripe_payment_intent_id: NullableText,
  stripe_refund_id: NullableText,
  description: Text,
  comment: Text,
  statement_descriptor: Text,
  source_type: NullableText,
  source_id: NullableText,
  error: v.nullable(FailureView),
  dispute: v.nullable(v.object({ id: Text, status: Text, reason: Text, amount: Amount, currency: Text })),
  created: Timestamp,
  updated: Timestamp,
});
export type ChargeView = v.InferOutput<typeof ChargeView>;

export function presentCharge(charge: Charge): ChargeView {
  return {
    id: charge.id,
    user: charge.owner,
    customer: charge.customer_id,
    amount: charge.amount,
    currency: charge.currency,
    amount_refunded: charge.amount_refunded,
    is_charged: isCharged(charge),
    is_refunded: isRefunded(charge),
    is_manual_charge: charge.is_manual_charge,
    charge_attempt_failed: charge.state === 'failed' || charge.state === 'action_required',
    state: charge.state,
    is_held: charge.is_held,
    stripe_charge_id: charge.stripe_charge_id,
    stripe_payment_intent_id: charge.stripe_payment_intent_id,
    stripe_refund_id: charge.refunds.findLast((refund) => refund.stripe_refund_id)?.stripe_refund_id ?? null,
    description: charge.description,
    comment: charge.comment,
    statement_descriptor: charge.statement_descriptor,
    source_type: charge.source_type,
    source_id: charge.source_id,
    error: charge.error,
    dispute: charge.dispute,
    created: charge.created,
    updated: charge.updated,
  };
}

/** A refund as the API shows it. */
export const RefundView = v.object({
  id: Text,
  charge: Text,
  stripe_refund_id: NullableText,
  amount: Amount,
  currency: Text,
  /** `refunding`, `unknown`, or Stripe's: `pending`, `succeeded`, `failed`, `canceled`, `requires_action`. */
  status: Text,
  error: NullableText,
  created: Timestamp,
  updated: Timestamp,
});

export function presentRefund(refund: Refund, charge: Charge): v.InferOutput<typeof RefundView> {
  const { stripe_response: _, ...shown } = refund;
  return { ...shown, charge: charge.id, currency: charge.currency };
}

/** Refunds are shown beside their charge; a change of one is a change of it. */
export function looksDifferent(before: Charge, after: Charge): boolean {
  return viewsDiffer(withRefunds(before), withRefunds(after));
}

function withRefunds(charge: Charge) {
  const refunds = charge.refunds.map((refund) => ({ ...presentRefund(refund, charge), updated: null }));
  return { ...presentCharge(charge), refunds };
}
