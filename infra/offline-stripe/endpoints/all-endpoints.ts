import type { Endpoint } from '../http/endpoint';
import { charges } from './charges';
import { coupons } from './coupons';
import { customerPaymentMethods } from './customer-payment-methods';
import { customers } from './customers';
import { disputes } from './disputes';
import { events } from './events';
import { invoicePayments } from './invoice-payments';
import { invoices } from './invoices';
import { paymentIntentActions } from './payment-intent-actions';
import { paymentIntents } from './payment-intents';
import { paymentMethods } from './payment-methods';
import { plans } from './plans';
import { prices } from './prices';
import { products } from './products';
import { refunds } from './refunds';
import { sources } from './sources';
import { subscriptions } from './subscriptions';
import { taxRates } from './tax-rates';
import { tokens } from './tokens';
import { webhookEndpoints } from './webhook-endpoints';

/** Every route of the API. */
export const ALL_ENDPOINTS: readonly Endpoint[] = [
  ...tokens,
  ...customers,
  ...sources,
  ...paymentMethods,
  ...customerPaymentMethods,
  ...products,
  ...prices,
  ...plans,
  ...coupons,
  ...taxRates,
  ...subscriptions,
  ...invoices,
  ...invoicePayments,
  ...paymentIntents,
  ...paymentIntentActions,
  ...charges,
  ...refunds,
  ...disputes,
  ...events,
  ...webhookEndpoints,
];
