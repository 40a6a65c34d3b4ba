import type { Spec } from '../../../lib/runtime/http/spec';
import { chargeSpecs, clientSecretSpecs } from './charges';
import { operateCommandsSpecs } from './commands';
import { operateConsoleSpecs } from './console';
import { getCouponSpecs, operateCouponsSpecs } from './coupons';
import {
  createCustomerSpecs,
  getCustomerSpecs,
  operateCustomersSpecs,
  updateCustomerSpecs,
} from './customers';
import { openApiSpecs } from './openapi';
import { operatePlansSpecs } from './plans';
import { subscriptionSpecs } from './subscriptions';
import { operateWebhooksSpecs, receiveWebhookSpecs } from './webhooks';

/** Every route's spec, by its name: the API's document is made of them. */
export const ALL_SPECS: Record<string, Spec> = {
  ...createCustomerSpecs,
  ...getCustomerSpecs,
  ...updateCustomerSpecs,
  ...getCouponSpecs,
  ...clientSecretSpecs,
  ...operateCustomersSpecs,
  ...chargeSpecs,
  ...operatePlansSpecs,
  ...subscriptionSpecs,
  ...operateCouponsSpecs,
  ...receiveWebhookSpecs,
  ...operateWebhooksSpecs,
  ...operateCommandsSpecs,
  ...operateConsoleSpecs,
  ...openApiSpecs,
};
