import * as v from 'valibot';
import { amountFault } from '../../../lib/money/amount';
import { INTERVALS, MOST_INTERVALS } from '../../../lib/plan/plan';
import { PlanView } from '../../../lib/plan/plan-view';
import type { FieldErrors } from '../../../lib/runtime/http/field-errors';
import { CREATED_FILTERS } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';
import { amount, currency, integer, metadata, requiredText, statementDescriptor } from './fields';
import { listOf, StripeErrorView, withStripeResponse } from './views';

/** With the rest of the record it has to fit an item of 400 KB, even if it does not compress. */
const MAX_SOURCE = 100_000;

const NewPlan = v.object({
  amount,
  currency: v.optional(currency, 'usd'),
  name: requiredText(255),
  interval: v.picklist(INTERVALS, `Must be one of ${INTERVALS.join(', ')}.`),
  interval_count: v.optional(integer(1, MOST_INTERVALS.day), 1),
  source: v.optional(
    v.pipe(
      v.record(v.string(), v.unknown(), 'Must be a JSON object.'),
      v.check(
        (source) => JSON.stringify(source).length <= MAX_SOURCE,
        `Ensure this field has no more than ${MAX_SOURCE} characters as JSON.`,
      ),
    ),
    {},
  ),
  metadata: v.optional(metadata, {}),
  statement_descriptor: v.optional(statementDescriptor, ''),
  trial_period_days: v.optional(integer(0, 730), 0),
});

function planRules({
  amount,
  currency,
  interval,
  interval_count,
}: v.InferOutput<typeof NewPlan>): FieldErrors {
  const fault = amountFault(amount, currency);
  const most = MOST_INTERVALS[interval];
  const isTooLong = interval_count > most;
  return {
    ...(fault && { amount: [fault] }),
    ...(isTooLong && {
      interval_count: [`Stripe bills every three years at least: up to ${most} × ${interval}.`],
    }),
  };
}

export const operatePlansSpecs = {
  'POST /aa-stripe/plans': spec({
    operationId: 'createPlan',
    summary: 'Record a plan. It is not sent to Stripe yet.',
    body: NewPlan,
    rules: planRules,
    answers: { 201: { means: 'Recorded; Stripe does not know it yet.', body: PlanView } },
  }),
  'GET /aa-stripe/plans': spec({
    operationId: 'listPlans',
    summary: 'List plans, newest first.',
    filters: { ...CREATED_FILTERS },
    answers: { 200: { means: 'A page of plans.', body: listOf(PlanView) } },
  }),
  'GET /aa-stripe/plans/{id}': spec({
    operationId: 'getPlan',
    summary: 'Show a plan, with what Stripe last said of it.',
    answers: {
      200: { means: 'The plan.', body: withStripeResponse(PlanView) },
      404: { means: 'There is no such plan.' },
    },
  }),
  'POST /aa-stripe/plans/{id}/create-at-stripe': spec({
    operationId: 'createPlanAtStripe',
    summary: 'Make the plan at Stripe, under the same id, with a product of its own.',
    answers: {
      200: { means: 'Made; `stripe_response` is what Stripe sent.', body: withStripeResponse(PlanView) },
      400: { means: 'Stripe refused it. It may be sent again.', body: StripeErrorView },
      404: { means: 'There is no such plan.' },
      409: { means: 'It is at Stripe already, or on its way; `detail` says which.' },
      502: {
        means: 'Stripe broke off; whether it made the plan is being found out. Sending it again is safe.',
      },
      503: { means: 'Stripe cannot be reached, or does not accept the API key.' },
    },
  }),
};
