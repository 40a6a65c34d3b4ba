import type { RecordHome } from '../operation/course';
import type { DrivePorts } from '../operation/drive-operation';
import type { CreatedRange, Page } from '../operation/ports';
import type { StripeSubscription } from './stripe-subscription';
import type { StripeTaxRate } from './stripe-tax-rate';
import type { Subscription } from './subscription';
import type { TaxRate } from './tax-rate';

export interface SubscriptionStore extends RecordHome<Subscription> {
  /** Consistent read. */
  find(id: string): Promise<Subscription | null>;
  /** By `sub_…`: found through an index that may lag a little, then read consistently. */
  findByStripeId(stripeId: string): Promise<Subscription | null>;
  /** One conditional put; false if the record exists. */
  insert(subscription: Subscription): Promise<boolean>;
}

/** Which of an owner's subscriptions, or of all, a list shows. */
export interface SubscriptionFilter {
  user: string | null;
  status: string | null;
  created?: CreatedRange;
}

export interface SubscriptionList {
  page(filter: SubscriptionFilter, after: string | null, limit: number): Promise<Page<Subscription>>;
}

export interface TaxRateStore extends RecordHome<TaxRate> {
  /** Consistent read. */
  find(id: string): Promise<TaxRate | null>;
  /** One conditional put; false if the record exists. */
  insert(rate: TaxRate): Promise<boolean>;
}

/**
 * Reads at Stripe.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export interface StripeSubscriptions {
  /** Also one that has ended; null if Stripe does not know it. */
  retrieve(stripeId: string): Promise<StripeSubscription | null>;
  /** The one carrying our id, among the customer's that were made between the two times (ms). */
  findOurs(
    ourId: string,
    stripeCustomerId: string,
    from: number,
    to: number,
  ): Promise<StripeSubscription | null>;
}

/**
 * Reads at Stripe.
 * @throws StripeDeniedError, StripeUnavailableError
 */
export interface StripeTaxRates {
  retrieve(stripeId: string): Promise<StripeTaxRate | null>;
  /** One in use that says the same as ours would, whoever made it; null if there is none. */
  findAlike(percentage: number): Promise<StripeTaxRate | null>;
}

/** What a subscription needs to know of its plan. */
export interface PlanTerms {
  id: string;
  trial_period_days: number;
  is_created_at_stripe: boolean;
}

/** What a subscription needs to know of a coupon. */
export interface CouponTerms {
  coupon_id: string;
  is_deleted: boolean;
}

/** Who pays. */
export interface SubscriptionPayer {
  customer_id: string;
  stripe_customer_id: string;
}

export interface TaxRatePorts extends DrivePorts {
  taxRates: TaxRateStore;
  stripeTaxRates: StripeTaxRates;
}

/** What operations that have begun need. */
export interface SubscriptionCoursePorts extends DrivePorts {
  subscriptions: SubscriptionStore;
  stripeSubscriptions: StripeSubscriptions;
}

export interface SubscriptionPorts extends SubscriptionCoursePorts, TaxRatePorts {
  /** Consistent; null if there is no such plan. */
  planOf(id: string): Promise<PlanTerms | null>;
  /** Consistent; null if there is no such coupon. */
  couponOf(couponId: string): Promise<CouponTerms | null>;
  /** The owner's latest active customer; null if there is none. Consistent. */
  payerOf(owner: string): Promise<SubscriptionPayer | null>;
  /** Whether charging is switched off. Consistent. */
  isPaused(): Promise<boolean>;
}
