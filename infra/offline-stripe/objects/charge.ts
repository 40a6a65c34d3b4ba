import type { Metadata } from '../params/metadata';
import type { Verdict } from '../payments/card-network';
import { newId } from '../store/new-id';
import type { Card } from './card';
import { declinedOutcome, type Outcome, PASSED } from './charge-outcome';
import type { BillingDetails, PaymentMethod } from './payment-method';

/** What a charge is to be made of. */
export interface ChargeOrder {
  amount: number;
  currency: string;
  customer: string | null;
  description: string | null;
  metadata: Metadata;
  payment_intent: string | null;
  receipt_email: string | null;
  statement_descriptor_suffix: string | null;
}

/** A Charge; its `refunds` are shown only when expanded. */
export interface Charge extends ChargeOrder {
  id: string;
  object: 'charge';
  amount_captured: number;
  amount_refunded: number;
  application: null;
  application_fee: null;
  application_fee_amount: null;
  balance_transaction: string | null;
  billing_details: BillingDetails;
  calculated_statement_descriptor: string;
  captured: boolean;
  created: number;
  disputed: boolean;
  failure_balance_transaction: null;
  failure_code: string | null;
  failure_message: string | null;
  fraud_details: Record<never, never>;
  livemode: false;
  on_behalf_of: null;
  outcome: Outcome | null;
  paid: boolean;
  payment_method: string;
  payment_method_details: { card: ReturnType<typeof cardHash>; type: 'card' };
  receipt_number: null;
  receipt_url: string | null;
  refunded: boolean;
  review: null;
  shipping: null;
  /** The card, when the charge was made of a source instead of a payment method. */
  source: Card | null;
  source_transfer: null;
  statement_descriptor: null;
  status: 'failed' | 'pending' | 'succeeded';
  transfer_data: null;
  transfer_group: null;
}

const STATUS = { approved: 'succeeded', pending: 'pending', declined: 'failed' } as const;
const DESCRIPTOR = 'OFFLINE STRIPE';

/** A charge as the card network has answered it, nothing captured yet. */
export function makeCharge(
  created: number,
  order: ChargeOrder,
  { method, source = null, verdict }: { method: PaymentMethod; source?: Card | null; verdict: Verdict },
): Charge {
  const id = newId('ch');
  const { statement_descriptor_suffix: suffix } = order;
  const decline = verdict.kind === 'declined' ? verdict.decline : undefined;
  return {
    ...order,
    id,
    object: 'charge',
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor:
      suffix === null ? DESCRIPTOR : `${DESCRIPTOR}* ${suffix.toUpperCase()}`.slice(0, 22),
    captured: false,
    created,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    on_behalf_of: null,
    outcome: decline === undefined ? PASSED : declinedOutcome(decline),
    paid: verdict.kind === 'approved',
    payment_method: method.id,
    payment_method_details: { card: cardHash(method, order.amount), type: 'card' },
    receipt_number: null,
    receipt_url: decline === undefined ? `https://pay.stripe.com/receipts/payment/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source,
    source_transfer: null,
    statement_descriptor: null,
    status: STATUS[verdict.kind],
    transfer_data: null,
    transfer_group: null,
  };
}

function cardHash({ card }: PaymentMethod, amount: number) {
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } = card;
  return {
    amount_authorized: amount,
    authorization_code: null,
    brand,
    checks,
    country,
    electronic_commerce_indicator: null,
    exp_month,
    exp_year,
    fingerprint,
    funding,
    installments: null,
    last4,
    mandate: null,
    network: brand,
    network_transaction_id: null,
    regulated_status: card.regulated_status,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}
