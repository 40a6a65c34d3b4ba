import { type BillingState, clearBilling, createBilling } from './billing/billing-state';
import type { Card } from './objects/card';
import type { Customer } from './objects/customer';
import type { StoredEvent } from './objects/event';
import type { PaymentMethod } from './objects/payment-method';
import type { Token } from './objects/token';
import type { WebhookEndpoint } from './objects/webhook-endpoint';
import { clearPayments, createPayments, type PaymentState } from './payments/payment-state';
import { Collection } from './store/collection';

/** All that this one Stripe account holds, in memory. */
export interface Account {
  /** The account's time, in epoch seconds. */
  now(): number;
  readonly customers: Collection<Customer>;
  readonly tokens: Collection<Token>;
  /** Saved cards; each is also a payment method of the same id. */
  readonly cards: Collection<Card>;
  readonly paymentMethods: Collection<PaymentMethod>;
  /** Payment methods that were detached: they cannot be attached again. */
  readonly detached: Set<string>;
  readonly payments: PaymentState;
  readonly events: Collection<StoredEvent>;
  readonly webhookEndpoints: Collection<WebhookEndpoint>;
  /** Signing secrets by endpoint id. */
  readonly webhookSecrets: Map<string, string>;
  /** Ids of the endpoints that an event, by its id, is still to be delivered to. */
  readonly pendingWebhooks: Map<string, Set<string>>;
  readonly billing: BillingState;
}

export function createAccount(now: () => number): Account {
  return {
    now,
    customers: new Collection<Customer>(),
    tokens: new Collection<Token>(),
    cards: new Collection<Card>(),
    paymentMethods: new Collection<PaymentMethod>(),
    detached: new Set<string>(),
    payments: createPayments(),
    events: new Collection<StoredEvent>(),
    webhookEndpoints: new Collection<WebhookEndpoint>(),
    webhookSecrets: new Map<string, string>(),
    pendingWebhooks: new Map<string, Set<string>>(),
    billing: createBilling(),
  };
}

/** Forgets everything but the webhook endpoints: whoever registered one does not hear of a reset. */
export function clearAccount(account: Account): void {
  const { customers, tokens, cards, paymentMethods, detached, events, pendingWebhooks } = account;
  for (const held of [customers, tokens, cards, paymentMethods, detached, events, pendingWebhooks])
    held.clear();
  clearBilling(account.billing);
  clearPayments(account.payments);
}
