import type { Endpoint } from '../http/endpoint';
import { customerPaymentMethods } from './customer-payment-methods';
import { customers } from './customers';
import { events } from './events';
import { paymentMethods } from './payment-methods';
import { sources } from './sources';
import { tokens } from './tokens';
import { webhookEndpoints } from './webhook-endpoints';

/** Every route of the API. */
export const ALL_ENDPOINTS: readonly Endpoint[] = [
  ...tokens,
  ...customers,
  ...sources,
  ...paymentMethods,
  ...customerPaymentMethods,
  ...events,
  ...webhookEndpoints,
];
