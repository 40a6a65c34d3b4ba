import type { CardDetails } from '../cards/card-details';
import type { Metadata } from '../params/metadata';
import { type Address, EMPTY_ADDRESS } from './address';
import { type Card, detailsOf } from './card';

export interface BillingDetails {
  address: Address;
  email: string | null;
  name: string | null;
  phone: string | null;
  tax_id: string | null;
}

/** A PaymentMethod of type card. */
export interface PaymentMethod {
  id: string;
  object: 'payment_method';
  allow_redisplay: string;
  billing_details: BillingDetails;
  card: ReturnType<typeof cardHash>;
  created: number;
  customer: string | null;
  customer_account: null;
  livemode: false;
  metadata: Metadata;
  type: 'card';
}

const NO_BILLING_DETAILS: BillingDetails = {
  address: EMPTY_ADDRESS,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** Makes a payment method that belongs to nobody yet. */
export function makePaymentMethod(
  id: string,
  created: number,
  details: CardDetails,
  billing: BillingDetails = NO_BILLING_DETAILS,
): PaymentMethod {
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billing,
    card: cardHash(details, billing),
    created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

/** A saved Card as the newer API shows it: under the same id. */
export function asPaymentMethod(card: Card, created: number): PaymentMethod {
  const address: Address = {
    city: card.address_city,
    country: card.address_country,
    line1: card.address_line1,
    line2: card.address_line2,
    postal_code: card.address_zip,
    state: card.address_state,
  };
  const billing = { ...NO_BILLING_DETAILS, address, name: card.name };
  return {
    ...makePaymentMethod(card.id, created, detailsOf(card), billing),
    customer: card.customer,
    metadata: card.metadata,
  };
}

function cardHash(details: CardDetails, billing: BillingDetails) {
  const { brand, country, cvc_check, exp_month, exp_year, fingerprint, funding, last4 } = details;
  const unchecked = (value: string | null) => (value === null ? null : 'unchecked');
  return {
    brand: brand,
    checks: {
      address_line1_check: unchecked(billing.address.line1),
      address_postal_code_check: unchecked(billing.address.postal_code),
      cvc_check,
    },
    country,
    display_brand: brand === 'amex' ? 'american_express' : brand,
    exp_month,
    exp_year,
    fingerprint,
    funding: funding,
    generated_from: null,
    last4,
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}
