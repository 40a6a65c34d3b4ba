import type { RecordHome } from '../operation/course';
import type { DrivePorts } from '../operation/drive-operation';
import type { CreatedRange, Page } from '../operation/ports';
import type { Charge, ChargeState } from './charge';
import type { StripePayment } from './stripe-payment';

export interface ChargeStore extends RecordHome<Charge> {
  /** Consistent read. */
  find(id: string): Promise<Charge | null>;
  /** By `pi_…` or `ch_…`: found through an index that may lag a little, then read consistently. */
  findByStripeId(stripeId: string): Promise<Charge | null>;
  /** One conditional put; false if the record exists. */
  insert(charge: Charge): Promise<boolean>;
}

/** Which of an owner's charges, or of all, a list shows. */
export interface ChargeFilter {
  user: string | null;
  state: ChargeState | null;
  sourceType: string | null;
  sourceId: string | null;
  created?: CreatedRange;
}

export interface ChargeList {
  page(filter: ChargeFilter, after: string | null, limit: number): Promise<Page<Charge>>;
}

/**
 * Reads at Stripe.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export interface StripePayments {
  /** By `pi_…`, or `ch_…` for a payment of the older kind, with all refunds and disputes; null if unknown. */
  retrieve(stripeId: string): Promise<StripePayment | null>;
  /** The payment carrying our id, among the customer's that were made between the two times (ms). */
  findOurs(ourId: string, stripeCustomerId: string, from: number, to: number): Promise<StripePayment | null>;
  /** The intent's client secret, for Stripe.js; null if there is none. Never stored. */
  clientSecret(intentId: string): Promise<string | null>;
}

/** Who pays, and with what. */
export interface Payer {
  customer_id: string;
  stripe_customer_id: string;
  /** `pm_…`, `card_…` or `src_…`; null if the customer has no default card. */
  payment_method: string | null;
}

export interface ChargePorts extends DrivePorts {
  charges: ChargeStore;
  payments: StripePayments;
  /** The owner's latest active customer; null if there is none. Consistent. */
  payerOf(owner: string): Promise<Payer | null>;
  /** Whether charging and refunding are switched off. Consistent. */
  isPaused(): Promise<boolean>;
}
