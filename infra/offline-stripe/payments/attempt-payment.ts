import type { Account } from '../account';
import { attach, attachable } from '../cards/attach-payment-method';
import type { Emit } from '../http/emit';
import type { PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import { AUTHENTICATION_REQUIRED, type Verdict } from './card-network';
import { chargeCard } from './charge-card';
import { failIntent, moveByCharge, moveIntent } from './move-intent';

/** How an intent is confirmed. */
export interface Attempt {
  readonly method: PaymentMethod;
  /** Whether the customer is away, so that nobody can authenticate. */
  readonly offSession: boolean;
  /** Whether the customer has just authenticated this very payment. */
  readonly authenticated?: boolean;
  /** Whether a payment that the customer would have to authenticate fails instead. */
  readonly failOnAction?: boolean;
  /** Where the customer is sent back to; without it the front end handles the authentication. */
  readonly returnUrl?: string | undefined;
}

/** Tries to take the money of an intent, and gives the intent as it then stands: nothing is thrown. */
export function attemptPayment(
  account: Account,
  confirmed: PaymentIntent,
  attempt: Attempt,
  emit: Emit,
): PaymentIntent {
  const { network } = account.payments;
  const { method } = attempt;
  account.paymentMethods.put(method);
  const intent = { ...confirmed, payment_method: method.id, last_payment_error: null };
  if (attempt.authenticated !== true && network.wantsAuthentication(method)) {
    if (attempt.offSession) {
      return charge(account, intent, method, { kind: 'declined', decline: AUTHENTICATION_REQUIRED }, emit);
    }
    return attempt.failOnAction === true
      ? failIntent(account, intent, { ...ACTION_NOT_HANDLED, method }, emit)
      : askCustomer(account, intent, attempt.returnUrl, emit);
  }
  const verdict = network.ask(method);
  const open = verdict.kind === 'approved' && network.leavesOpen();
  return charge(account, intent, method, open ? { kind: 'pending' } : verdict, emit);
}

const ACTION_NOT_HANDLED = {
  code: 'authentication_required',
  decline_code: 'authentication_not_handled',
  message:
    'This payment required an authentication action to complete, but `error_on_requires_action` was set. When you are ready to handle authentication, you can confirm the PaymentIntent again without it.',
};

function askCustomer(
  account: Account,
  intent: PaymentIntent,
  returnUrl: string | undefined,
  emit: Emit,
): PaymentIntent {
  const asked: PaymentIntent = {
    ...intent,
    next_action:
      returnUrl === undefined
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { source: '', stripe_js: '', type: 'three_d_secure' } }
        : {
            type: 'redirect_to_url',
            redirect_to_url: { return_url: returnUrl, url: `https://hooks.stripe.com/3ds/${intent.id}` },
          },
    status: 'requires_action',
  };
  return moveIntent(account, asked, 'requires_action', emit);
}

function charge(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  verdict: Verdict,
  emit: Emit,
): PaymentIntent {
  const { amount, currency, customer, description, metadata, receipt_email } = intent;
  const { capture_method: capture, id: payment_intent, statement_descriptor_suffix } = intent;
  const order = { amount, currency, customer, description, metadata, receipt_email };
  const made = chargeCard(
    account,
    { ...order, payment_intent, statement_descriptor_suffix },
    { method, verdict, capture },
    emit,
  );
  if (made.status !== 'failed') keepMethod(account, intent, method, emit);
  return moveByCharge(account, intent, { charge: made, method }, emit);
}

/** A new method is saved to the customer if that was asked for, and is used up otherwise. */
function keepMethod(account: Account, intent: PaymentIntent, method: PaymentMethod, emit: Emit): void {
  if (method.customer !== null) return;
  if (intent.customer !== null && intent.setup_future_usage !== null) {
    attach(account, attachable(account, method, intent.customer), emit);
  } else {
    account.detached.add(method.id);
  }
}
