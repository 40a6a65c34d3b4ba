import * as v from 'valibot';
import { CHARGE_STATES } from '../../../lib/charge/charge';
import {
  ChargeView,
  looksDifferent,
  presentCharge,
  presentRefund,
  RefundView,
} from '../../../lib/charge/charge-view';
import { declinedCharge, dueCharge, inOperation, refundOf } from '../../fixtures/charges';

describe('presentCharge', () => {
  it.each(CHARGE_STATES)('shows what its document says in state %s, and nothing else', (state) => {
    const shown = presentCharge(dueCharge({ state, stripe_response: { id: 'pi_1' } }));
    expect(v.parse(v.strictObject(ChargeView.entries), shown)).toEqual(shown);
    expect(shown).toMatchObject({
      state,
      is_charged: state === 'charged',
      charge_attempt_failed: state === 'failed' || state === 'action_required',
    });
  });

  it.each([
    ['charged', 0, false],
    ['charged', 999, false],
    ['charged', 1000, true],
    ['failed', 1000, false],
  ] as const)(
    'of a charge that is %s with %i given back: is_refunded %s',
    (state, amount_refunded, expected) => {
      expect(presentCharge(dueCharge({ state, amount_refunded })).is_refunded).toBe(expected);
    },
  );

  it('names the latest refund that Stripe knows', () => {
    const refunds = [
      refundOf(),
      refundOf({ id: 'srfd_2', stripe_refund_id: 're_2' }),
      refundOf({ id: 'srfd_3', stripe_refund_id: null }),
    ];
    expect(presentCharge(dueCharge({ refunds })).stripe_refund_id).toBe('re_2');
    expect(presentCharge(dueCharge()).stripe_refund_id).toBeNull();
  });

  it('shows a refund with its charge and currency', () => {
    const shown = presentRefund(refundOf({ stripe_response: { id: 're_1' } }), dueCharge());
    expect(v.parse(v.strictObject(RefundView.entries), shown)).toEqual(shown);
    expect(shown).toMatchObject({ charge: 'schg_01', currency: 'usd', amount: 400 });
  });
});

describe('looksDifferent', () => {
  it('leaves aside what no reader sees', () => {
    const charge = declinedCharge();
    const unseen = {
      updated: '2027-01-01T00:00:00.000Z',
      version: 9,
      applied_keys: ['k'],
      stripe_response: { a: 1 },
    };
    expect(looksDifferent(charge, { ...charge, ...unseen })).toBe(false);
    expect(looksDifferent(charge, { ...charge, operation: inOperation(charge, 'refund').operation })).toBe(
      false,
    );
  });

  it('sees a changed field, and a changed refund', () => {
    const charge = dueCharge({ refunds: [refundOf({ status: 'pending' })] });
    expect(looksDifferent(charge, { ...charge, amount_refunded: 1 })).toBe(true);
    expect(looksDifferent(charge, { ...charge, refunds: [refundOf()] })).toBe(true);
  });
});
