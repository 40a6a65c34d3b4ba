import type { Account } from '../account';
import { type ApiError, invalidRequest } from '../http/api-error';
import type { Charge } from '../objects/charge';
import { showMoney } from './currencies';
import { standsAgainst } from './dispute-charge';

/**
 * The amount to refund: what is asked for, or all that is left.
 * @throws {ApiError} 400 when the charge has no money, or not as much, to give back.
 */
export function refundable(account: Account, charge: Charge, asked: number | undefined): number {
  if (charge.status !== 'succeeded' || !charge.captured) throw notRefundable(charge);
  if (account.payments.disputes.newestFirst((dispute) => standsAgainst(dispute, charge)).length > 0) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  }
  if (asked !== undefined && asked > left) {
    const show = (amount: number) => showMoney(amount, charge.currency);
    // Stripe sends no code with this one.
    throw invalidRequest(
      `Refund amount (${show(asked)}) is greater than unrefunded amount on charge (${show(left)})`,
      { param: 'amount' },
    );
  }
  return asked ?? left;
}

function notRefundable({ captured, id, status }: Charge): ApiError {
  const why = status === 'succeeded' && !captured ? 'has not been captured' : `has the status ${status}`;
  return invalidRequest(`Charge ${id} ${why} and cannot be refunded.`, { code: 'charge_not_refundable' });
}
