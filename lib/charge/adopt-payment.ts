import type { StripeFailure } from '../operation/outcome';
import { withOperationEnded } from '../operation/record';
import { adoptRefunds } from './adopt-refunds';
import type { Charge } from './charge';
import { withoutPersonalData } from './erase-charge';
import type { StripePayment } from './stripe-payment';

/** The charge after Stripe's state of its payment has been taken over. */
export function adoptPayment(charge: Charge, stripe: StripePayment, now: number): Charge {
  const known: Charge = {
    ...charge,
    stripe_payment_intent_id: stripe.intent?.id ?? charge.stripe_payment_intent_id,
    stripe_charge_id: stripe.charge?.id ?? charge.stripe_charge_id,
    amount_refunded: stripe.charge?.amount_refunded ?? charge.amount_refunded,
    refunds: adoptRefunds(charge.refunds, stripe.refunds ?? [], charge.id, now),
    dispute: stripe.dispute ?? charge.dispute,
    // A refund's answer shows the charge only; what is known of the whole payment stays.
    stripe_response:
      stripe.intent || charge.stripe_payment_intent_id === null ? stripe.raw : charge.stripe_response,
  };
  const next = withOutcome(endedIfProven(known, charge, stripe), stripe);
  // Refunds and disputes still count; what Stripe says of the payer does not come back.
  return charge.erased_at === null ? next : withoutPersonalData(next);
}

/** Ends the operation that the charge is in, where Stripe's state shows that it took effect. */
function endedIfProven(known: Charge, before: Charge, stripe: StripePayment): Charge {
  const { operation } = before;
  if (!operation) return known;
  const isProven =
    operation.kind === 'refund'
      ? known.refunds.some(
          ({ id, stripe_refund_id }) => id === operation.input['refund_id'] && stripe_refund_id,
        )
      : wasTried(stripe, before);
  return isProven ? withOperationEnded(known) : known;
}

/** Whether Stripe shows a try that the record has not seen: of a new intent, or a further one of the same. */
function wasTried(stripe: StripePayment, before: Charge): boolean {
  const isNewIntent = stripe.intent !== null && stripe.intent.id !== before.stripe_payment_intent_id;
  // What is known of an earlier intent, cancelled before, says nothing about the one being made.
  if (before.operation?.kind === 'create_payment' && !isNewIntent) return false;
  const status = statusOf(stripe);
  if (status !== 'requires_payment_method') return status !== 'requires_confirmation';
  const isNewTry = stripe.charge !== null && stripe.charge.id !== before.stripe_charge_id;
  return isNewTry || (isNewIntent && stripe.intent?.failure != null);
}

/** In the words of a PaymentIntent, also for a charge of the older kind. */
function statusOf({ intent, charge }: StripePayment): string {
  if (intent) return intent.status;
  if (charge?.status === 'succeeded') return 'succeeded';
  return charge?.status === 'pending' ? 'processing' : 'requires_payment_method';
}

function withOutcome(charge: Charge, stripe: StripePayment): Charge {
  const status = statusOf(stripe);
  if (status === 'succeeded') return { ...charge, state: 'charged', error: amountFault(charge, stripe) };
  // While a payment is being tried, only an end of that try counts.
  if (charge.operation !== null) return charge;
  switch (status) {
    case 'processing':
    case 'requires_action':
    case 'requires_capture':
      return { ...charge, state: 'processing', error: null };
    case 'requires_confirmation':
      return { ...charge, state: 'pending' };
    case 'canceled':
      // Known already, also where we have cancelled it ourselves to make room for another.
      return charge.error?.code === CANCELED.code ? charge : failed(charge, CANCELED);
    default: {
      const failure = stripe.intent?.failure ?? stripe.charge?.failure;
      return failure ? failed(charge, failure) : { ...charge, state: stateUntried(charge) };
    }
  }
}

/** An intent that nothing was tried with: the charge stays as due as it was. */
function stateUntried({ state }: Charge): Charge['state'] {
  return state === 'charging' || state === 'unknown' || state === 'processing' ? 'pending' : state;
}

/** The charge after a try that took no money. */
export function failed(charge: Charge, failure: StripeFailure): Charge {
  const state = failure.code === 'authentication_required' ? 'action_required' : 'failed';
  return { ...charge, state, error: failure, last_exception: failure };
}

/** An intent that can never be paid: the next try needs a new one. */
export const CANCELED: StripeFailure = {
  type: 'aa_stripe_error',
  code: 'payment_intent_canceled',
  decline_code: null,
  message: 'The payment was cancelled at Stripe. Charging again makes a new one.',
};

/** Money of another amount than was asked for has to be seen by a person. */
function amountFault(charge: Charge, { intent, charge: tried }: StripePayment): StripeFailure | null {
  const received = intent?.amount_received ?? tried?.amount ?? charge.amount;
  if (received === charge.amount) return null;
  return {
    type: 'aa_stripe_error',
    code: 'amount_mismatch',
    decline_code: null,
    message: `Stripe received ${received} instead of ${charge.amount}.`,
  };
}
