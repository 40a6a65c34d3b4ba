import { adoptPayment } from '../../../lib/charge/adopt-payment';
import { chargeSignal } from '../../../lib/charge/charge-signal';
import { chargeSignals } from '../../../lib/charge/charge-signals';
import { DECLINED, declinedCharge, dueCharge, inOperation, paymentOf } from '../../fixtures/charges';

const paid = dueCharge({ state: 'charged', stripe_payment_intent_id: 'pi_1', stripe_charge_id: 'ch_1' });
const dispute = { id: 'dp_1', status: 'needs_response', reason: 'fraudulent', amount: 1000, currency: 'usd' };

describe('chargeSignals', () => {
  it.each([
    ['it is paid', dueCharge({ state: 'charging' }), paid, ['stripe_charge_succeeded']],
    ['it stays paid', paid, { ...paid, version: 2 }, []],
    ['it begins', dueCharge(), dueCharge({ state: 'charging' }), []],
    ['it is blocked', dueCharge(), dueCharge({ state: 'blocked' }), []],
    ['it is declined', dueCharge({ state: 'charging' }), declinedCharge(), ['stripe_charge_card_exception']],
    ['it stays declined', declinedCharge(), declinedCharge({ version: 2 }), []],
    [
      'it is declined again',
      inOperation(declinedCharge(), 'confirm_payment'),
      declinedCharge({ stripe_charge_id: 'ch_2' }),
      ['stripe_charge_card_exception'],
    ],
    [
      'the payer failed at it by themselves',
      declinedCharge(),
      declinedCharge({ stripe_charge_id: 'ch_2' }),
      ['stripe_charge_card_exception'],
    ],
    [
      'the payer has to act',
      dueCharge({ state: 'charging' }),
      declinedCharge({ state: 'action_required' }),
      ['stripe_charge_card_exception', 'stripe_charge_action_required'],
    ],
    [
      'a further try left no trace',
      { ...inOperation(declinedCharge(), 'confirm_payment'), tried_by: '1' },
      declinedCharge(),
      [],
    ],
    ['it is refunded', paid, { ...paid, amount_refunded: 300 }, ['stripe_charge_refunded']],
    ['a refund fails', { ...paid, amount_refunded: 300 }, paid, ['stripe_charge_refunded']],
    ['it is disputed', paid, { ...paid, dispute }, ['stripe_dispute_opened']],
    ['the dispute goes on', { ...paid, dispute }, { ...paid, dispute: { ...dispute, status: 'won' } }, []],
  ])('when %s', (_, before, after, signals) => {
    expect(chargeSignals(before, after)).toEqual(signals);
  });

  it('tells all that one step brings', () => {
    const before = dueCharge({ state: 'unknown', stripe_payment_intent_id: 'pi_1' });
    const after = adoptPayment(before, paymentOf({}, { amount_refunded: 1000 }, { dispute }), 0);
    expect(chargeSignals(before, after)).toEqual([
      'stripe_charge_succeeded',
      'stripe_charge_refunded',
      'stripe_dispute_opened',
    ]);
  });
});

describe('chargeSignal', () => {
  const about = (
    signal: 'stripe_charge_card_exception' | 'stripe_charge_succeeded',
    charge = declinedCharge(),
  ) => {
    const pending = { signal, record_version: 3, occurred_at: '2026-03-01T12:00:00.000Z' };
    return JSON.parse(chargeSignal(pending, charge).json);
  };

  it('names the fact by record and version, and says why it was refused', () => {
    expect(about('stripe_charge_card_exception')).toMatchObject({
      id: 'stripe_charge_card_exception:schg_01:3',
      record_version: 3,
      exception: DECLINED,
      instance: { id: 'schg_01', state: 'failed' },
    });
    expect(about('stripe_charge_succeeded', paid)).not.toHaveProperty('exception');
  });

  it('I8: shows nothing that is not in the API', () => {
    const charge = { ...paid, stripe_response: { secret: 'x' }, stripe_customer_id: 'cus_1' };
    expect(JSON.stringify(about('stripe_charge_succeeded', charge))).not.toMatch(
      /secret|cus_1|operation|applied/,
    );
  });
});
