import type { Account } from '../account';
import { requireAttached } from '../cards/attach-payment-method';
import { invalidRequest } from '../http/api-error';
import type { Subscription, TrialSettings } from '../objects/subscription';
import { type Metadata, mergeMetadata } from '../params/metadata';
import { firstOf, type ItemRequest } from './change-items';
import { findTaxRate } from './find-in-catalog';
import type { DiscountRequest } from './redeem-coupons';

/** What is asked of a subscription, new or not. */
export interface SubscriptionRequest {
  cancel_at?: number | null;
  cancel_at_period_end?: boolean;
  collection_method?: Subscription['collection_method'];
  days_until_due?: number;
  default_payment_method?: string;
  default_source?: string | null;
  default_tax_rates?: string[] | null;
  description?: string | null;
  discounts?: DiscountRequest[] | null;
  items?: ItemRequest[];
  metadata?: Metadata | null;
  trial_end?: 'now' | number;
  trial_from_plan?: boolean;
  trial_period_days?: number;
  trial_settings?: { end_behavior: Omit<TrialSettings['end_behavior'], 'billing_cycle_anchor'> };
}

/** The subscription with what was sent, but for its items, discounts and trial. */
export function reviseSubscription(
  account: Account,
  subscription: Subscription,
  request: SubscriptionRequest,
): Subscription {
  const { default_payment_method: method, default_source: source, default_tax_rates: rates } = request;
  const { collection_method, days_until_due, description, trial_settings } = request;
  const { customer } = subscription;
  if (method !== undefined) requireAttached(account, customer, method, 'default_payment_method');
  if (source) requireAttached(account, customer, source, 'default_source');
  const tax_rates = rates?.map((rate, index) => findTaxRate(account, rate, `default_tax_rates[${index}]`));
  const sendsInvoices = (collection_method ?? subscription.collection_method) === 'send_invoice';
  if (sendsInvoices && (days_until_due ?? subscription.days_until_due) === null) {
    throw invalidRequest('You must pass days_until_due when collection_method is send_invoice.', {
      param: 'days_until_due',
    });
  }
  return withCancellation(
    {
      ...subscription,
      ...(collection_method === undefined ? {} : { collection_method }),
      ...(description === undefined ? {} : { description }),
      ...(method === undefined ? {} : { default_payment_method: method }),
      ...(source === undefined ? {} : { default_source: source }),
      ...(rates === undefined ? {} : { default_tax_rates: tax_rates ?? [] }),
      ...(trial_settings === undefined
        ? {}
        : {
            trial_settings: { end_behavior: { billing_cycle_anchor: null, ...trial_settings.end_behavior } },
          }),
      days_until_due: sendsInvoices ? (days_until_due ?? subscription.days_until_due) : null,
      metadata: mergeMetadata(subscription.metadata, request.metadata),
    },
    request,
    account.now(),
  );
}

/** A cancellation to come, or taken back. */
function withCancellation(
  subscription: Subscription,
  { cancel_at: at, cancel_at_period_end: atEnd }: SubscriptionRequest,
  now: number,
): Subscription {
  if (at === undefined && atEnd === undefined) return subscription;
  if (typeof at === 'number' && atEnd === true) {
    throw invalidRequest('You may only specify one of these parameters: cancel_at, cancel_at_period_end.');
  }
  if (typeof at === 'number' && at <= now) {
    throw invalidRequest('cancel_at must be a timestamp in the future.', { param: 'cancel_at' });
  }
  const cancelAt = atEnd === true ? firstOf(subscription.items.data).current_period_end : (at ?? null);
  return {
    ...subscription,
    cancel_at: cancelAt,
    cancel_at_period_end: atEnd ?? false,
    canceled_at: cancelAt === null ? null : now,
    cancellation_details: {
      ...subscription.cancellation_details,
      reason: cancelAt === null ? null : 'cancellation_requested',
    },
  };
}
