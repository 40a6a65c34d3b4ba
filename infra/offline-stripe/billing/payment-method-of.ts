import type { Account } from '../account';
import { invalidRequest } from '../http/api-error';
import type { Subscription } from '../objects/subscription';

type Payer = Pick<Subscription, 'customer' | 'default_payment_method' | 'default_source'>;

/** The way to pay that a subscription's invoices use: its own, else the customer's default. */
export function paymentMethodOf(account: Account, subscription: Payer): string | undefined {
  const customer = account.customers.get(subscription.customer);
  const candidates = [
    subscription.default_payment_method,
    subscription.default_source,
    customer?.invoice_settings.default_payment_method,
    customer?.default_source,
  ];
  const owned = candidates.find(
    (id) => account.paymentMethods.get(id ?? '')?.customer === subscription.customer,
  );
  return owned ?? undefined;
}

/** @throws {ApiError} 400 when there is none. */
export function requirePaymentMethod(account: Account, subscription: Payer): string {
  const method = paymentMethodOf(account, subscription);
  if (method !== undefined) return method;
  throw invalidRequest(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    { code: 'resource_missing' },
  );
}
