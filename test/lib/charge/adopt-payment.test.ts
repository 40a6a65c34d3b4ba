import fc from 'fast-check';
import { adoptPayment, CANCELED, failed } from '../../../lib/charge/adopt-payment';
import { chargeSignals } from '../../../lib/charge/charge-signals';
import { looksDifferent } from '../../../lib/charge/charge-view';
import {
  DECLINED,
  declinedCharge,
  dueCharge,
  inOperation,
  paymentOf,
  refundOf,
} from '../../fixtures/charges';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const AUTHENTICATE = { ...DECLINED, code: 'authentication_required', decline_code: null };
const unpaid = (failure: typeof AUTHENTICATE | typeof DECLINED | null, chargeId = 'ch_1') =>
  paymentOf(
    { status: 'requires_payment_method', amount_received: 0, failure },
    failure && { id: chargeId, status: 'failed', failure },
  );

describe('adoptPayment', () => {
  it.each([
    ['succeeded', 'charged'],
    ['processing', 'processing'],
    ['requires_action', 'processing'],
    ['requires_capture', 'processing'],
    ['requires_confirmation', 'pending'],
    ['canceled', 'failed'],
  ])('an intent that says %s is %s', (status, state) => {
    const before = dueCharge({ state: 'unknown', stripe_payment_intent_id: 'pi_1' });
    expect(adoptPayment(before, paymentOf({ status }), NOW).state).toBe(state);
  });

  it('a declined one has failed, and waits for the payer where they have to authenticate', () => {
    const before = dueCharge({ state: 'processing', stripe_payment_intent_id: 'pi_1' });
    expect(adoptPayment(before, unpaid(DECLINED), NOW)).toMatchObject({
      state: 'failed',
      error: DECLINED,
      last_exception: DECLINED,
    });
    expect(adoptPayment(before, unpaid(AUTHENTICATE), NOW).state).toBe('action_required');
  });

  it.each(['charging', 'unknown', 'processing'] as const)(
    'is due, not %s, where nothing was tried',
    (state) => {
      const before = dueCharge({ state, stripe_payment_intent_id: 'pi_1' });
      expect(adoptPayment(before, unpaid(null), NOW).state).toBe('pending');
    },
  );

  it('takes a payment of the older kind, which is a charge alone', () => {
    const before = dueCharge({ stripe_charge_id: 'ch_1' });
    const paid = adoptPayment(before, paymentOf(null, { amount_refunded: 300 }), NOW);
    expect(paid).toMatchObject({
      state: 'charged',
      amount_refunded: 300,
      error: null,
      stripe_response: { id: 'raw' },
    });
    const failure = { status: 'failed', failure: DECLINED };
    expect(adoptPayment(before, paymentOf(null, failure), NOW)).toMatchObject({
      state: 'failed',
      error: DECLINED,
    });
    expect(adoptPayment(before, paymentOf(null, { status: 'pending' }), NOW).state).toBe('processing');
  });

  it('shows that another amount was received than was asked for', () => {
    expect(adoptPayment(dueCharge(), paymentOf({ amount_received: 999 }), NOW)).toMatchObject({
      state: 'charged',
      error: { code: 'amount_mismatch', message: 'Stripe received 999 instead of 1000.' },
    });
  });

  it('leaves what it knows of a cancelled payment alone, also where it was cancelled to make room for another', () => {
    const waiting = { ...declinedCharge({ state: 'action_required' }), error: CANCELED };
    const after = adoptPayment(waiting, paymentOf({ status: 'canceled' }), NOW);
    expect(after).toMatchObject({ state: 'action_required', last_exception: DECLINED });
    expect(chargeSignals(waiting, after)).toEqual([]);
  });

  describe('while it is in an operation', () => {
    const creating = inOperation(dueCharge(), 'create_payment');
    const confirming = inOperation(declinedCharge(), 'confirm_payment');

    it('ends it by a new payment, or a new try of the same, and by any end of that', () => {
      expect(adoptPayment(creating, paymentOf({}), NOW)).toMatchObject({ operation: null, state: 'charged' });
      expect(adoptPayment(creating, unpaid(DECLINED), NOW)).toMatchObject({
        operation: null,
        state: 'failed',
      });
      expect(adoptPayment(confirming, unpaid(DECLINED, 'ch_2'), NOW)).toMatchObject({ operation: null });
      expect(adoptPayment(confirming, paymentOf({ status: 'processing' }), NOW)).toMatchObject({
        operation: null,
        state: 'processing',
      });
    });

    it('does not take the try before for its own', () => {
      expect(adoptPayment(confirming, unpaid(DECLINED), NOW)).toMatchObject({
        operation: confirming.operation,
        state: 'charging',
      });
    });

    it('does not take the end of the payment before for that of the new one', () => {
      const again = inOperation(declinedCharge({ error: CANCELED }), 'create_payment');
      expect(adoptPayment(again, paymentOf({ status: 'canceled' }), NOW)).toMatchObject({
        operation: again.operation,
        state: 'charging',
      });
    });

    it('ends a refund by that very refund, recognised by our id', () => {
      const refund = refundOf({ stripe_refund_id: null, status: 'refunding' });
      const paid = dueCharge({ state: 'charged', stripe_charge_id: 'ch_1', refunds: [refund] });
      const refunding = inOperation(paid, 'refund', { refund_id: 'srfd_1' });
      const shown = (ours: string | null) =>
        paymentOf(
          null,
          { amount_refunded: 400 },
          {
            refunds: [
              {
                id: 're_1',
                amount: 400,
                status: 'succeeded',
                failure_reason: null,
                created: 1_772_366_400,
                aa_stripe_refund_id: ours,
                raw: {},
              },
            ],
          },
        );
      const done = adoptPayment(refunding, shown('srfd_1'), NOW);
      expect(done).toMatchObject({ operation: null, refunds: [{ id: 'srfd_1', stripe_refund_id: 're_1' }] });
      const other = adoptPayment(refunding, shown(null), NOW);
      expect(other.operation).toBe(refunding.operation);
      expect(other.refunds).toHaveLength(2);
    });
  });

  it('I5: equals what Stripe shows last, however often and whatever was shown before', () => {
    const anyPayment = fc
      .record({
        status: fc.constantFrom('succeeded', 'processing', 'requires_payment_method', 'canceled'),
        refunded: fc.constantFrom(0, 300, 1000),
        tried: fc.constantFrom('ch_1', 'ch_2'),
      })
      .map(({ status, refunded, tried }) => {
        const failure = status === 'requires_payment_method' ? DECLINED : null;
        const chargeStatus = failure ? 'failed' : 'succeeded';
        return paymentOf(
          { status, failure },
          { id: tried, status: chargeStatus, amount_refunded: refunded, failure },
        );
      });
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 5 }), anyPayment, (earlier, last) => {
        const start = dueCharge({ stripe_payment_intent_id: 'pi_1' });
        const before = earlier.reduce((charge, payment) => adoptPayment(charge, payment, NOW), start);
        const after = adoptPayment(before, last, NOW);
        const direct = adoptPayment(start, last, NOW);
        expect(after).toMatchObject({
          state: direct.state,
          amount_refunded: direct.amount_refunded,
          stripe_charge_id: direct.stripe_charge_id,
        });
        // The same once more is no news.
        const again = adoptPayment(after, last, NOW + 1);
        expect(looksDifferent(after, again)).toBe(false);
        expect(chargeSignals(after, again)).toEqual([]);
      }),
    );
  });

  it('keeps why the last try failed when a later one succeeds', () => {
    const paid = adoptPayment(failed(declinedCharge(), DECLINED), paymentOf({}, { id: 'ch_2' }), NOW);
    expect(paid).toMatchObject({ error: null, last_exception: DECLINED });
  });
});
