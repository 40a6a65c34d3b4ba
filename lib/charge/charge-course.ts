import type { Course } from '../operation/course';
import type { Operation } from '../operation/operation';
import type { StripeFailure } from '../operation/outcome';
import { adoptPayment, CANCELED, failed } from './adopt-payment';
import { CHARGE_STATES, type Charge, type ChargeState } from './charge';
import { chargeSignals } from './charge-signals';
import { looksDifferent } from './charge-view';
import type { ChargePorts } from './ports';
import type { Refund } from './refund';
import { intentRefused, readStripePayment, readStripeRefund, type StripePayment } from './stripe-payment';

/** How far Stripe's clock and ours may differ, and a request may dawdle. */
const SLACK_MS = 5 * 60_000;

/** The course of a charge's operations: payment and refunds. */
export function chargeCourse(
  ports: Pick<ChargePorts, 'charges' | 'payments'>,
): Course<Charge, StripePayment> {
  const { charges, payments } = ports;
  return {
    home: charges,
    read: (body, charge) =>
      charge.operation?.kind === 'refund' ? refundAnswer(body) : readStripePayment(body),
    stripeIdOf: (charge, answer) =>
      answer?.intent?.id ?? charge.stripe_payment_intent_id ?? charge.stripe_charge_id ?? null,
    retrieve: (stripeId) => payments.retrieve(stripeId),
    lookFor: (operation, charge) => lookFor(operation, charge, payments),
    adopt: adoptPayment,
    complete: (charge, operation, stripe, now, failure) => {
      const next = adoptPayment(charge, stripe, now);
      // Cancelled by ourselves, to make room for a new payment: no refusal of anybody.
      if (operation.kind === 'cancel_payment' && next.error?.code === CANCELED.code) {
        return { ...next, state: charge.state, last_exception: charge.last_exception };
      }
      // Stripe was asked, refused for what it has, and shows no trace of this refund.
      return failure && operation.kind === 'refund' ? refundEnded(next, operation, failure.message) : next;
    },
    isOutdated: (operation, failure) =>
      operation.kind === 'refund'
        ? failure.type === 'invalid_request_error'
        : failure.code === 'payment_intent_unexpected_state',
    refused: (charge, operation, failure, body) =>
      operation.kind === 'refund'
        ? refundEnded(charge, operation, failure.message)
        : paymentRefused(charge, failure, body),
    undecided,
    restored: (charge, operation) =>
      operation.kind === 'refund'
        ? { ...charge, refunds: charge.refunds.filter(({ id }) => id !== operation.input['refund_id']) }
        : untried(charge, operation),
    abandoned: (charge, operation) =>
      operation.kind === 'refund'
        ? refundEnded(charge, operation, 'Stripe has no trace of this refund.')
        : untried(charge, operation),
    signals: chargeSignals,
    looksDifferent,
  };
}

function undecided(charge: Charge, failure: StripeFailure, unknown: boolean): Charge {
  switch (charge.operation?.kind) {
    case 'refund':
      return withRefund(charge, charge.operation, { status: 'unknown', error: failure.message });
    case 'cancel_payment':
      return charge;
    default:
      return { ...charge, state: unknown || !isAtTheDoor(failure) ? 'unknown' : 'charging', error: failure };
  }
}

function refundAnswer(body: unknown): StripePayment {
  const { charge, ...refund } = readStripeRefund(body);
  return { intent: null, charge, refunds: [refund], dispute: null, aa_stripe_id: null, raw: refund.raw };
}

/**
 * Only what shows this very operation counts: of a new payment our id in its metadata, of a further try a try
 * that is not the one known before, of a refund its id in the metadata.
 */
async function lookFor(
  operation: Operation,
  charge: Charge,
  payments: ChargePorts['payments'],
): Promise<StripePayment | null> {
  if (operation.kind === 'create_payment') {
    const from = Date.parse(operation.first_sent_at) - SLACK_MS;
    const to = Date.parse(operation.last_sent_at) + SLACK_MS;
    return payments.findOurs(charge.id, charge.stripe_customer_id ?? '', from, to);
  }
  const stripeId = charge.stripe_payment_intent_id ?? charge.stripe_charge_id;
  const present = stripeId === null ? null : await payments.retrieve(stripeId);
  if (!present) return null;
  return adoptPayment(charge, present, 0).operation === null ? present : null;
}

function paymentRefused(charge: Charge, failure: StripeFailure, body: unknown): Charge {
  const intent = intentRefused(body);
  return failed(
    {
      ...charge,
      stripe_payment_intent_id: intent?.id ?? charge.stripe_payment_intent_id,
      stripe_charge_id: intent?.latest_charge ?? charge.stripe_charge_id,
    },
    failure,
  );
}

/** Stripe did not let it in, so nothing can have come of it. */
function isAtTheDoor({ code }: StripeFailure): boolean {
  return code === 'rate_limit' || code === 'lock_timeout' || code === 'idempotency_key_in_use';
}

/** A refund that came to nothing; what it had reserved is free again. */
function refundEnded(charge: Charge, operation: Operation, error: string): Charge {
  const isOpen = charge.refunds.some(
    ({ id, stripe_refund_id }) => id === operation.input['refund_id'] && stripe_refund_id === null,
  );
  return isOpen ? withRefund(charge, operation, { status: 'failed', error }) : charge;
}

function withRefund(charge: Charge, operation: Operation, change: Partial<Refund>): Charge {
  const refunds = charge.refunds.map((refund) =>
    refund.id === operation.input['refund_id'] ? { ...refund, ...change } : refund,
  );
  return { ...charge, refunds };
}

/** As before a try that left no trace: whoever asked for it may ask again. */
function untried(charge: Charge, operation: Operation): Charge {
  return { ...charge, state: stateBefore(operation), tried_by: null };
}

function stateBefore({ input }: Operation): ChargeState {
  return CHARGE_STATES.find((state) => state === input['state_before']) ?? 'pending';
}
