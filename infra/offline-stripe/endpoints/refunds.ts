import type { Account } from '../account';
import { type ApiError, invalidRequest, resourceMissing } from '../http/api-error';
import type { Later } from '../http/emit';
import { endpoint } from '../http/endpoint';
import type { Charge } from '../objects/charge';
import type { Refund } from '../objects/refund';
import { oneOf, range, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { refundable } from '../payments/check-refund';
import { amount } from '../payments/currencies';
import { findCharge, findIntent } from '../payments/find-payment';
import {
  cancelRefund,
  completeRefund,
  failRefund,
  outcomeOf,
  refundCharge,
  updateRefund,
} from '../payments/refund-charge';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';

/** How long the refunds of the test cards for it take to fail, or to succeed. */
const REFUND_TAKES_MS = 1_000;

export const refunds = [
  endpoint({
    method: 'POST',
    path: '/v1/refunds',
    params: {
      amount,
      charge: string,
      metadata,
      payment_intent: string,
      reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
    },
    returns: 'refund',
    handle({ account, params, emit, later }) {
      const charge = chargeToRefund(account, params);
      const refund = refundCharge(
        account,
        charge,
        {
          amount: refundable(account, charge, params.amount),
          metadata: mergeMetadata({}, params.metadata),
          reason: params.reason ?? null,
        },
        emit,
      );
      finishLater(account, charge, refund.id, later);
      return refund;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/refunds',
    params: { ...pagination, charge: string, created: range, payment_intent: string },
    returns: { list: 'refund' },
    handle({ account, params }) {
      const found = account.payments.refunds.newestFirst(
        ({ charge, created, payment_intent }) =>
          inRange(created, params.created) &&
          (params.charge === undefined || charge === params.charge) &&
          (params.payment_intent === undefined || payment_intent === params.payment_intent),
      );
      return page(found, params, '/v1/refunds', 'refund');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/refunds/:id',
    params: {},
    returns: 'refund',
    handle: ({ account, path }) => findRefund(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/refunds/:id',
    params: { metadata },
    returns: 'refund',
    handle({ account, path, params, emit }) {
      const before = findRefund(account, path.id);
      const after = { ...before, metadata: mergeMetadata(before.metadata, params.metadata) };
      return updateRefund(account, before, after, emit);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/refunds/:id/cancel',
    params: {},
    returns: 'refund',
    handle({ account, path, emit }) {
      const refund = findRefund(account, path.id);
      if (refund.status !== 'pending') {
        throw invalidRequest(`Refund ${refund.id} has the status ${refund.status} and cannot be canceled.`);
      }
      return cancelRefund(account, refund, emit);
    },
  }),
];

export function findRefund(account: Account, id: string): Refund {
  const refund = account.payments.refunds.get(id);
  if (refund === undefined) throw resourceMissing('refund', id);
  return refund;
}

function chargeToRefund(
  account: Account,
  { charge, payment_intent }: { charge?: string; payment_intent?: string },
): Charge {
  if (charge !== undefined && payment_intent !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: charge, payment_intent.');
  }
  if (charge !== undefined) return findCharge(account, charge, 'charge');
  if (payment_intent === undefined) throw missingCharge();
  const { id, latest_charge } = findIntent(account, payment_intent, 'payment_intent');
  const found = account.payments.charges.get(latest_charge ?? '');
  if (found?.status === 'succeeded') return found;
  throw invalidRequest(`This PaymentIntent (${id}) does not have a successful charge to refund.`, {
    param: 'payment_intent',
  });
}

function missingCharge(): ApiError {
  return invalidRequest(
    'One of the following params should be provided for this request: payment_intent or charge.',
  );
}

function finishLater(account: Account, charge: Charge, id: string, later: Later): void {
  const outcome = outcomeOf(charge);
  if (outcome === undefined) return;
  later(REFUND_TAKES_MS, (emit) => {
    if (outcome === 'succeeds_later') completeRefund(account, id, emit);
    else failRefund(account, findRefund(account, id), 'unknown', emit);
  });
}
