import type { Kind } from '../params/kind';
import { array, boolean, integer, object, oneOf, required, string, text, unsettable } from '../params/kinds';
import { metadata } from '../params/metadata';

const redemption = object({ coupon: string, discount: string });
const now: Kind<'now'> = oneOf('now');
const timestamp = integer({ min: 0 });

/** What is sent of an item; which of it is needed depends on whether it is a new one. */
export const itemParams = {
  id: string,
  deleted: boolean,
  metadata,
  plan: string,
  price: string,
  quantity: integer({ min: 0 }),
};

/** What can be said of a subscription when it is created and later. */
export const subscriptionParams = {
  cancel_at_period_end: boolean,
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  days_until_due: integer({ min: 0 }),
  default_payment_method: string,
  default_source: text,
  default_tax_rates: unsettable(array(string)),
  description: text,
  discounts: unsettable(array(redemption)),
  metadata,
  off_session: boolean,
  payment_behavior: oneOf('allow_incomplete', 'default_incomplete', 'error_if_incomplete'),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
  trial_end: {
    read: (value, param) => (value === 'now' ? now.read(value, param) : timestamp.read(value, param)),
  } satisfies Kind<'now' | number>,
  trial_from_plan: boolean,
  trial_settings: object({
    end_behavior: required(
      object({ missing_payment_method: required(oneOf('cancel', 'create_invoice', 'pause')) }),
    ),
  }),
};

export const cancellationDetails = object({
  comment: text,
  feedback: unsettable(
    oneOf(
      'customer_service',
      'low_quality',
      'missing_features',
      'other',
      'switched_service',
      'too_complex',
      'too_expensive',
      'unused',
    ),
  ),
});
