import type { CardDetails, holderFields } from '../cards/card-details';
import { testCardOf } from '../cards/verify-card';
import type { Metadata } from '../params/metadata';
import type { Read } from '../params/read-fields';

/** A Card: the older kind of saved card, made from a token. */
export interface Card {
  id: string;
  object: 'card';
  address_city: string | null;
  address_country: string | null;
  address_line1: string | null;
  address_line1_check: string | null;
  address_line2: string | null;
  address_state: string | null;
  address_zip: string | null;
  address_zip_check: string | null;
  allow_redisplay: string;
  brand: string;
  country: string;
  customer: string | null;
  cvc_check: string | null;
  dynamic_last4: null;
  exp_month: number;
  exp_year: number;
  fingerprint: string;
  funding: string;
  last4: string;
  metadata: Metadata;
  name: string | null;
  regulated_status: string;
  tokenization_method: null;
}

const BRAND_NAMES: Record<CardDetails['brand'], string> = {
  visa: 'Visa',
  mastercard: 'MasterCard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

/** Makes a card that belongs to nobody yet. */
export function makeCard(id: string, details: CardDetails, holder: Read<typeof holderFields> = {}): Card {
  const { brand, country, cvc_check, exp_month, exp_year, fingerprint, funding, last4 } = details;
  return {
    id,
    object: 'card',
    address_city: null,
    address_country: null,
    address_line1: null,
    address_line1_check: null,
    address_line2: null,
    address_state: null,
    address_zip: null,
    address_zip_check: null,
    allow_redisplay: 'unspecified',
    brand: BRAND_NAMES[brand],
    country,
    customer: null,
    cvc_check,
    dynamic_last4: null,
    exp_month,
    exp_year,
    fingerprint,
    funding,
    last4,
    metadata: {},
    name: null,
    regulated_status: 'unregulated',
    tokenization_method: null,
    ...holder,
  };
}

/** The details a card was made of. */
export function detailsOf(card: Card): CardDetails {
  const { country, cvc_check, exp_month, exp_year, fingerprint, last4 } = card;
  const { brand, funding } = testCardOf(card);
  return { brand, funding, country, cvc_check, exp_month, exp_year, fingerprint, last4 };
}
