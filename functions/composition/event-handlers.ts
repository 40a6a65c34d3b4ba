import { paymentEvents } from '../../lib/charge/handle-payment-events';
import { couponEvents } from '../../lib/coupon/handle-coupon-events';
import { customerEvents } from '../../lib/customer/handle-customer-events';
import type { Table } from '../../lib/dynamo/client';
import { subscriptionEvents } from '../../lib/subscription/handle-subscription-events';
import type { EventHandlers } from '../../lib/webhook/handlers';
import { chargePorts } from './charge-ports';
import { couponPorts } from './coupon-ports';
import { customerPorts } from './customer-ports';
import type { StripeAccess } from './stripe-access';
import { subscriptionPorts } from './subscription-ports';

/** Who handles which events, by their model. All others are stored and told of, and cost no request. */
export function eventHandlers(table: Table, access: StripeAccess): EventHandlers {
  const customers = customerEvents(customerPorts(table, access));
  const payments = paymentEvents(chargePorts(table, access));
  const subscriptions = subscriptionEvents(subscriptionPorts(table, access));
  return {
    customer: customers,
    'customer.source': customers,
    payment_method: customers,
    payment_intent: payments,
    charge: payments,
    'charge.refund': payments,
    'charge.dispute': payments,
    refund: payments,
    'customer.subscription': subscriptions,
    invoice: subscriptions,
    coupon: couponEvents(couponPorts(table, access)),
  };
}
