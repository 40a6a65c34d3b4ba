import * as v from 'valibot';
import { CREATED_FILTERS, TextFilter } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';
import { isCalendarDay } from '../../../lib/subscription/calendar-day';
import { SUBSCRIPTION_STATUSES } from '../../../lib/subscription/subscription';
import { SubscriptionView } from '../../../lib/subscription/subscription-view';
import { boolean, metadata, owner, requiredText } from './fields';
import { listOf, StripeErrorView, withStripeResponse } from './views';

const NOT_A_NUMBER = 'A valid number is required.';
const WRONG_DATE = 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.';

const taxPercent = v.pipe(
  v.number(NOT_A_NUMBER),
  v.minValue(0, 'Ensure this value is greater than or equal to 0.'),
  v.maxValue(100, 'Ensure this value is less than or equal to 100.'),
  // As it is written: computing with it could only blur it.
  v.check(
    (percent) => /^\d+(\.\d{1,4})?$/.test(String(percent)),
    'Ensure that there are no more than 4 decimal places.',
  ),
);

const day = v.pipe(v.string(WRONG_DATE), v.check(isCalendarDay, WRONG_DATE));

const NewSubscription = v.object({
  user: owner,
  plan: requiredText(255),
  coupon: v.optional(v.nullable(requiredText(255)), null),
  metadata: v.optional(metadata, {}),
  tax_percent: v.optional(taxPercent, 0),
  end_date: v.optional(v.nullable(day), null),
  at_period_end: v.optional(boolean, false),
});

const Shown = withStripeResponse(SubscriptionView);

const UNKNOWN = { 404: { means: 'There is no such subscription.' } };
const REFUSED = { means: 'Stripe refuses it, or the body is wrong.', body: StripeErrorView };
const BROKEN_OFF = {
  502: { means: 'Stripe broke off. What came of it is being found out; do not ask again.', body: Shown },
  503: { means: 'Stripe cannot be reached now, or does not accept the API key.' },
};
const WRONG_STATE = 'Its state does not allow it; `detail` says why.';

export const subscriptionSpecs = {
  'POST /aa-stripe/subscriptions': spec({
    operationId: 'createSubscription',
    summary:
      'Record a subscription. Nothing is sent to Stripe yet; at_period_end is kept, and has no effect of its own.',
    body: NewSubscription,
    answers: { 201: { means: 'Recorded.', body: SubscriptionView } },
  }),
  'GET /aa-stripe/subscriptions': spec({
    operationId: 'listSubscriptions',
    summary: 'List subscriptions, newest first.',
    filters: {
      ...CREATED_FILTERS,
      user: TextFilter,
      status: v.picklist(SUBSCRIPTION_STATUSES, `Must be one of ${SUBSCRIPTION_STATUSES.join(', ')}.`),
    },
    answers: { 200: { means: 'A page of subscriptions.', body: listOf(SubscriptionView) } },
  }),
  'GET /aa-stripe/subscriptions/{id}': spec({
    operationId: 'getSubscription',
    summary: 'Show a subscription, with what Stripe last said of it.',
    answers: { 200: { means: 'The subscription.', body: Shown }, ...UNKNOWN },
  }),
  'POST /aa-stripe/subscriptions/{id}/create-at-stripe': spec({
    operationId: 'createSubscriptionAtStripe',
    summary:
      "Start it, paid by the owner's latest active customer. Makes the tax rate first, if there is none.",
    answers: {
      200: { means: 'Created, with all that Stripe sent as `stripe_response`.', body: Shown },
      402: {
        means:
          'The first payment failed; `error` says why. Nothing is left at Stripe, and it may be tried again.',
        body: Shown,
      },
      400: REFUSED,
      ...UNKNOWN,
      409: {
        means: `${WRONG_STATE} It is created already, its plan is not, its owner has no active customer, or charging is paused.`,
      },
      ...BROKEN_OFF,
    },
  }),
  'POST /aa-stripe/subscriptions/{id}/refresh-from-stripe': spec({
    operationId: 'refreshSubscription',
    summary: 'Take over what Stripe says of it.',
    answers: {
      200: { means: 'The subscription as it is at Stripe.', body: Shown },
      400: REFUSED,
      ...UNKNOWN,
      409: { means: WRONG_STATE },
      503: BROKEN_OFF[503],
    },
  }),
  'POST /aa-stripe/subscriptions/{id}/cancel': spec({
    operationId: 'cancelSubscription',
    summary: 'End it: now, or with the period that is paid for.',
    body: v.object({ at_period_end: v.optional(boolean, false) }),
    bodyIsOptional: true,
    answers: {
      200: { means: 'It has ended, or will; also if it was so before.', body: Shown },
      400: REFUSED,
      ...UNKNOWN,
      409: { means: WRONG_STATE },
      ...BROKEN_OFF,
    },
  }),
  'POST /aa-stripe/subscriptions/{id}/undo-cancel': spec({
    operationId: 'undoCancelSubscription',
    summary:
      'Let it go on, while it has not ended. Where its end_date has come, a later one, or null, must come along.',
    body: v.object({ end_date: v.optional(v.nullable(day)) }),
    bodyIsOptional: true,
    answers: {
      200: { means: 'It goes on.', body: Shown },
      400: REFUSED,
      ...UNKNOWN,
      409: { means: `${WRONG_STATE} It has ended, there is nothing to undo, or its end_date has come.` },
      ...BROKEN_OFF,
    },
  }),
};
