import * as v from 'valibot';
import { CHARGE_STATES } from '../../../lib/charge/charge';
import { ChargeView, RefundView } from '../../../lib/charge/charge-view';
import { amountFault } from '../../../lib/money/amount';
import type { FieldErrors } from '../../../lib/runtime/http/field-errors';
import { CREATED_FILTERS, TextFilter } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';
import { amount, boolean, currency, owner, requiredText, statementDescriptor, text } from './fields';
import { listOf, StripeErrorView, withStripeResponse } from './views';

const NewCharge = v.object({
  user: owner,
  amount,
  currency: v.optional(currency, 'usd'),
  description: requiredText(255),
  comment: v.optional(text(255), ''),
  statement_descriptor: v.optional(statementDescriptor, ''),
  source_type: v.optional(v.nullable(requiredText(100)), null),
  source_id: v.optional(v.nullable(requiredText(255)), null),
  is_manual_charge: v.optional(boolean, false),
});

function chargeRules(body: v.InferOutput<typeof NewCharge>): FieldErrors {
  const fault = amountFault(body.amount, body.currency);
  const isHalf = (body.source_type === null) !== (body.source_id === null);
  return {
    ...(fault && { amount: [fault] }),
    ...(isHalf && { non_field_errors: ['source_type and source_id go together.'] }),
  };
}

const WRONG_STATE = 'Its state does not allow it; `detail` says which it is.';

export const chargeSpecs = {
  'POST /aa-stripe/charges': spec({
    operationId: 'createCharge',
    summary: 'Record a payment that is due. The scheduled run charges it, unless it is a manual one.',
    body: NewCharge,
    rules: chargeRules,
    answers: { 201: { means: 'Recorded; nothing is charged yet.', body: ChargeView } },
  }),
  'GET /aa-stripe/charges': spec({
    operationId: 'listCharges',
    summary: 'List charges, newest first.',
    filters: {
      ...CREATED_FILTERS,
      user: TextFilter,
      state: v.picklist(CHARGE_STATES, `Must be one of ${CHARGE_STATES.join(', ')}.`),
      source_type: TextFilter,
      source_id: TextFilter,
    },
    answers: { 200: { means: 'A page of charges.', body: listOf(ChargeView) } },
  }),
  'GET /aa-stripe/charges/{id}': spec({
    operationId: 'getCharge',
    summary: 'Show a charge, with what Stripe last said of it.',
    answers: { 200: { means: 'The charge.', body: withStripeResponse(ChargeView) } },
  }),
  'POST /aa-stripe/charges/{id}/charge': spec({
    operationId: 'chargeCharge',
    summary: "Charge it now, with the default card of the owner's latest active customer.",
    body: v.object({
      idempotency_key: v.optional(
        v.pipe(requiredText(100), v.regex(/^[\x21-\x7e]+$/, 'May contain visible ASCII characters only.')),
      ),
    }),
    bodyIsOptional: true,
    answers: {
      200: { means: 'Charged, or in processing at Stripe.', body: ChargeView },
      402: { means: 'Declined, or the payer has to authenticate; `error` says why.', body: ChargeView },
      404: { means: 'There is no such charge.' },
      409: {
        means: `${WRONG_STATE} Or its owner has no active customer with a card, or charging is paused.`,
      },
      502: {
        means: 'Stripe broke off. What came of it is being found out; do not charge again.',
        body: ChargeView,
      },
      503: { means: 'Stripe does not accept the API key. The charge is as due as it was.' },
    },
  }),
  'POST /aa-stripe/charges/{id}/refund': spec({
    operationId: 'refundCharge',
    summary: 'Give back part of it, or all that is left.',
    body: v.object({ amount: v.optional(amount) }),
    bodyIsOptional: true,
    answers: {
      200: { means: 'Given back.', body: ChargeView },
      400: { means: 'Stripe refuses it, or the body is wrong.', body: StripeErrorView },
      404: { means: 'There is no such charge.' },
      409: { means: `${WRONG_STATE} Or refunding is paused.` },
      502: {
        means: 'Stripe broke off. What came of it is being found out; the amount stays reserved.',
        body: ChargeView,
      },
      503: { means: 'Stripe does not accept the API key. Nothing was given back.' },
    },
  }),
  'GET /aa-stripe/charges/{id}/refunds': spec({
    operationId: 'listRefunds',
    summary: 'List its refunds, newest first, those made in the Dashboard included.',
    filters: {},
    answers: {
      200: { means: 'A page of refunds.', body: listOf(withStripeResponse(RefundView)) },
      404: { means: 'There is no such charge.' },
    },
  }),
};

export const clientSecretSpecs = {
  'GET /aa-stripe/charges/{id}/client-secret': spec({
    operationId: 'getClientSecret',
    summary: "Fetch what Stripe.js needs to authenticate the caller's own charge in action_required.",
    answers: {
      200: { means: 'Fetched live, never stored.', body: v.object({ client_secret: v.string() }) },
      409: { means: WRONG_STATE },
      503: { means: 'Stripe cannot be reached now, or does not accept the API key.' },
    },
  }),
};
