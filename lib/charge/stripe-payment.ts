import * as v from 'valibot';
import type { StripeFailure } from '../operation/outcome';
import type { Dispute } from './charge';

/** A payment as Stripe describes it, reduced to what this product relies on. */
export interface StripePayment {
  /** `pi_…`; null for a payment of the older kind, which is a charge alone. */
  intent: StripeIntent | null;
  /** The latest try; null if there was none. */
  charge: StripeCharge | null;
  /** Refunds, if they were read; then all of them. */
  refunds: StripeRefund[] | null;
  /** The newest dispute, if it was looked for; null if it was not, or there is none. */
  dispute: Dispute | null;
  /** Our own id, if the payment was made by us. */
  aa_stripe_id: string | null;
  raw: Record<string, unknown>;
}

export interface StripeIntent {
  id: string;
  /** https://docs.stripe.com/payments/paymentintents/lifecycle */
  status: string;
  amount_received: number;
  failure: StripeFailure | null;
}

export interface StripeCharge {
  id: string;
  status: string;
  amount: number;
  amount_refunded: number;
  disputed: boolean;
  failure: StripeFailure | null;
}

export interface StripeRefund {
  id: string;
  amount: number;
  status: string;
  failure_reason: string | null;
  /** Seconds since the epoch. */
  created: number;
  /** Our refund's id, if it was made by us. */
  aa_stripe_refund_id: string | null;
  raw: Record<string, unknown>;
}

const Raw = v.record(v.string(), v.unknown());
const Text = v.nullish(v.string(), null);
const Metadata = v.nullish(v.record(v.string(), v.string()), {});

const ChargeObject = v.object({
  object: v.literal('charge'),
  id: v.string(),
  status: v.string(),
  amount: v.number(),
  amount_refunded: v.number(),
  disputed: v.nullish(v.boolean(), false),
  failure_code: Text,
  failure_message: Text,
  outcome: v.nullish(v.object({ reason: Text }), null),
  payment_intent: v.nullish(v.union([v.string(), v.object({ id: v.string() })]), null),
  metadata: Metadata,
});

const Failure = v.object({
  type: v.string(),
  code: Text,
  decline_code: Text,
  message: v.nullish(v.string(), ''),
});

const IntentObject = v.object({
  object: v.literal('payment_intent'),
  id: v.string(),
  status: v.string(),
  amount_received: v.nullish(v.number(), 0),
  last_payment_error: v.nullish(Failure, null),
  latest_charge: v.nullish(v.union([v.string(), ChargeObject]), null),
  metadata: Metadata,
});

const RefundObject = v.object({
  object: v.literal('refund'),
  id: v.string(),
  amount: v.number(),
  status: v.nullish(v.string(), 'succeeded'),
  failure_reason: Text,
  created: v.number(),
  metadata: Metadata,
  charge: v.nullish(v.union([v.string(), ChargeObject]), null),
});

/**
 * Reads a PaymentIntent with its latest charge expanded, or a charge of the older kind.
 * @throws v.ValiError if it is neither
 * @see https://docs.stripe.com/api/payment_intents/object
 */
export function readStripePayment(raw: unknown): StripePayment {
  const object = v.parse(v.variant('object', [IntentObject, ChargeObject]), raw);
  const base = {
    refunds: null,
    dispute: null,
    aa_stripe_id: object.metadata?.['aa_stripe_id'] ?? null,
    raw: v.parse(Raw, raw),
  };
  if (object.object === 'charge') return { ...base, intent: null, charge: chargeOf(object) };
  const { id, status, amount_received, last_payment_error: failure, latest_charge: latest } = object;
  return {
    ...base,
    intent: { id, status, amount_received, failure },
    charge: latest === null || typeof latest === 'string' ? null : chargeOf(latest),
  };
}

/** @throws v.ValiError if it is not a refund */
export function readStripeRefund(raw: unknown): StripeRefund & { charge: StripeCharge | null } {
  const refund = v.parse(RefundObject, raw);
  const { charge, ...rest } = v.parse(Raw, raw);
  const { id, amount, status, failure_reason, created } = refund;
  return {
    id,
    amount,
    status,
    failure_reason,
    created,
    aa_stripe_refund_id: refund.metadata?.['aa_stripe_refund_id'] ?? null,
    charge: refund.charge === null || typeof refund.charge === 'string' ? null : chargeOf(refund.charge),
    raw: {
      ...rest,
      charge:
        typeof charge === 'string' ? charge : v.parse(v.nullish(v.object({ id: v.string() })), charge)?.id,
    },
  };
}

function chargeOf(object: v.InferOutput<typeof ChargeObject>): StripeCharge {
  const { id, status, amount, amount_refunded, disputed, failure_code: code, failure_message } = object;
  const failure =
    status === 'failed'
      ? {
          type: 'card_error',
          code,
          decline_code: object.outcome?.reason ?? null,
          message: failure_message ?? 'The payment failed.',
        }
      : null;
  return { id, status, amount, amount_refunded, disputed: disputed ?? false, failure };
}

const Refused = v.object({ payment_intent: v.unknown() });

/** The intent inside Stripe's error object, if the refusal was about one. */
export function intentRefused(error: unknown): { id: string; latest_charge: string | null } | null {
  const refused = v.safeParse(Refused, error);
  const intent = refused.success ? v.safeParse(IntentObject, refused.output.payment_intent) : null;
  if (!intent?.success) return null;
  const { id, latest_charge: latest } = intent.output;
  return { id, latest_charge: latest === null || typeof latest === 'string' ? latest : latest.id };
}

const DisputeObject = v.object({
  id: v.string(),
  status: v.string(),
  reason: v.string(),
  amount: v.number(),
  currency: v.string(),
});

/** @throws v.ValiError if it is not a dispute */
export function readStripeDispute(raw: unknown): Dispute {
  return v.parse(DisputeObject, raw);
}
