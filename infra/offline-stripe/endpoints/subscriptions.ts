import type { Account } from '../account';
import { createSubscription } from '../billing/create-subscription';
import { cancelSubscription, hasEnded } from '../billing/end-subscription';
import { newSubscription } from '../billing/new-subscription';
import { updateSubscription } from '../billing/update-subscription';
import { resourceMissing } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import type { Subscription } from '../objects/subscription';
import { array, boolean, integer, object, oneOf, range, required, string, unsettable } from '../params/kinds';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';
import { findCustomer } from './find-customer';
import { cancellationDetails, itemParams, subscriptionParams } from './subscription-params';

const { id: _, deleted: __, ...newItem } = itemParams;

export const subscriptions = [
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions',
    params: {
      ...subscriptionParams,
      cancel_at: integer({ min: 0 }),
      customer: required(string),
      items: required(array(object(newItem))),
      trial_period_days: integer({ min: 0 }),
    },
    returns: 'subscription',
    handle({ account, params, emit }) {
      const { id } = findCustomer(account, params.customer, 'customer');
      return createSubscription(
        account,
        {
          ...newSubscription(account, id, params),
          behavior: params.payment_behavior ?? 'allow_incomplete',
          offSession: params.off_session ?? false,
        },
        emit,
      );
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions',
    params: {
      ...pagination,
      created: range,
      customer: string,
      plan: string,
      price: string,
      status: oneOf(
        'active',
        'all',
        'canceled',
        'ended',
        'incomplete',
        'incomplete_expired',
        'past_due',
        'paused',
        'trialing',
        'unpaid',
      ),
    },
    returns: { list: 'subscription' },
    handle({ account, params: { created, customer, plan, price, status, ...cut } }) {
      const priced = plan ?? price;
      const found = account.billing.subscriptions.newestFirst(
        (subscription) =>
          hasStatus(subscription, status) &&
          (customer === undefined || subscription.customer === customer) &&
          (priced === undefined || subscription.items.data.some((item) => item.price.id === priced)) &&
          inRange(subscription.created, created),
      );
      return page(found, cut, '/v1/subscriptions', 'subscription');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions/:id',
    params: {},
    returns: 'subscription',
    handle: ({ account, path }) => find(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id',
    params: {
      ...subscriptionParams,
      cancel_at: unsettable(integer({ min: 0 })),
      cancellation_details: cancellationDetails,
      items: array(object(itemParams)),
    },
    returns: 'subscription',
    handle({ account, path, params, emit }) {
      const {
        cancellation_details: details,
        off_session,
        payment_behavior,
        proration_behavior,
        ...asked
      } = params;
      return updateSubscription(account, find(account, path.id), asked, details ?? {}, emit);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    params: { cancellation_details: cancellationDetails, invoice_now: boolean, prorate: boolean },
    returns: 'subscription',
    handle({ account, path, params, emit }) {
      const subscription = find(account, path.id);
      if (hasEnded(subscription)) throw resourceMissing('subscription', path.id);
      const details = { ...params.cancellation_details, reason: 'cancellation_requested' as const };
      return cancelSubscription(account, subscription, details, emit);
    },
  }),
];

/** Without a filter a list leaves out what was canceled. */
function hasStatus({ status }: Subscription, asked: string | undefined): boolean {
  if (asked === 'all') return true;
  if (asked === 'ended') return status === 'canceled' || status === 'incomplete_expired';
  return asked === undefined ? status !== 'canceled' : status === asked;
}

function find(account: Account, id: string): Subscription {
  const subscription = account.billing.subscriptions.get(id);
  if (subscription === undefined) throw resourceMissing('subscription', id);
  return subscription;
}
