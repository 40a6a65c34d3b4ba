import { invalidRequest, LastingRefusal } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import type { Charge } from '../objects/charge';
import { boolean, email, range, required, string, text, unsettable } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { AUTHENTICATION_REQUIRED, type Verdict } from '../payments/card-network';
import { captureCharge, chargeCard } from '../payments/charge-card';
import { amount, currency, requireChargeable } from '../payments/currencies';
import { findCharge } from '../payments/find-payment';
import { findSource } from '../payments/legacy-source';
import { statementDescriptor } from '../payments/statement-descriptor';
import { emitUpdate } from '../store/emit-update';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';

const said = { description: text, metadata, receipt_email: unsettable(email) };

export const charges = [
  endpoint({
    method: 'POST',
    path: '/v1/charges',
    params: {
      ...said,
      amount: required(amount),
      currency: required(currency),
      capture: boolean,
      customer: string,
      source: string,
      statement_descriptor_suffix: statementDescriptor,
    },
    returns: 'charge',
    handle({ account, params, emit }) {
      const { amount, currency, capture = true, customer, source, ...rest } = params;
      requireChargeable(amount, currency);
      const { card, method, use } = findSource(account, source, customer);
      use();
      const { network } = account.payments;
      const verdict: Verdict = network.wantsAuthentication(method)
        ? { kind: 'declined', decline: AUTHENTICATION_REQUIRED }
        : network.ask(method);
      const charge = chargeCard(
        account,
        {
          amount,
          currency,
          customer: customer ?? null,
          description: rest.description ?? null,
          metadata: mergeMetadata({}, rest.metadata),
          payment_intent: null,
          receipt_email: rest.receipt_email ?? null,
          statement_descriptor_suffix: rest.statement_descriptor_suffix ?? null,
        },
        { method, source: card, verdict, capture: capture ? 'automatic' : 'manual' },
        emit,
      );
      if (verdict.kind === 'declined') throw declined(charge, verdict.decline.declineCode);
      return charge;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/charges',
    params: { ...pagination, created: range, customer: string, payment_intent: string },
    returns: { list: 'charge' },
    handle({ account, params }) {
      const found = account.payments.charges.newestFirst(
        ({ created, customer, payment_intent }) =>
          inRange(created, params.created) &&
          (params.customer === undefined || customer === params.customer) &&
          (params.payment_intent === undefined || payment_intent === params.payment_intent),
      );
      return page(found, params, '/v1/charges', 'charge');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/charges/:id',
    params: {},
    returns: 'charge',
    handle: ({ account, path }) => findCharge(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/charges/:id',
    params: said,
    returns: 'charge',
    handle({ account, path, params: { metadata: change, ...plain }, emit }) {
      const before = findCharge(account, path.id);
      const after = account.payments.charges.put({
        ...before,
        ...plain,
        metadata: mergeMetadata(before.metadata, change),
      });
      emitUpdate(emit, 'charge.updated', before, after);
      return after;
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/charges/:id/capture',
    params: { amount },
    returns: 'charge',
    handle({ account, path, params, emit }) {
      const charge = findCharge(account, path.id);
      const taken = params.amount ?? charge.amount;
      if (charge.captured || charge.status !== 'succeeded' || charge.refunded) {
        throw invalidRequest(`Charge ${charge.id} has already been captured or cannot be captured.`, {
          code: 'charge_already_captured',
        });
      }
      if (charge.payment_intent !== null) {
        throw invalidRequest(`Charge ${charge.id} is captured by its PaymentIntent.`);
      }
      if (taken > charge.amount) {
        throw invalidRequest('You cannot capture more than the amount of the charge.', { param: 'amount' });
      }
      return captureCharge(account, charge, taken, emit);
    },
  }),
];

function declined({ failure_code, failure_message, id }: Charge, declineCode: string | undefined) {
  return new LastingRefusal(402, {
    type: 'card_error',
    charge: id,
    code: failure_code ?? 'card_declined',
    ...(declineCode === undefined ? {} : { decline_code: declineCode }),
    message: failure_message ?? 'Your card was declined.',
  });
}
