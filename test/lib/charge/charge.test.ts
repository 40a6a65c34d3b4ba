import { ulid } from 'ulid';
import { CHARGE_STATES, type Charge, isDue } from '../../../lib/charge/charge';
import { newCharge } from '../../../lib/charge/new-charge';
import { createPaymentRequest } from '../../../lib/charge/payment-request';

const charge = (change: Partial<Charge> = {}): Charge => ({
  ...newCharge(
    {
      owner: 'u1',
      amount: 900,
      currency: 'eur',
      description: 'Lunch',
      comment: 'table 7',
      statement_descriptor: '',
      source_type: null,
      source_id: null,
      is_manual_charge: false,
    },
    false,
    ulid(),
    0,
  ),
  ...change,
});

describe('a charge', () => {
  it('is taken up by the scheduled run while pending or blocked, and in no other state', () => {
    const due = CHARGE_STATES.filter((state) => isDue(charge({ state })));
    expect(due).toEqual(['pending', 'blocked']);
  });

  it('is never taken up by the scheduled run where it is a manual one, or held', () => {
    for (const state of CHARGE_STATES) {
      expect(isDue(charge({ state, is_manual_charge: true }))).toBe(false);
      expect(isDue(charge({ state, is_held: true }))).toBe(false);
    }
  });

  it('is sent in its own currency, with what it is for, and without its comment', () => {
    const due = charge({ source_type: 'order', source_id: '42' });
    const { params } = createPaymentRequest(due, 'cus_1', 'pm_1');
    expect(params).toMatchObject({
      amount: 900,
      currency: 'eur',
      customer: 'cus_1',
      metadata: { aa_stripe_id: due.id, source_type: 'order', source_id: '42' },
    });
    expect(JSON.stringify(params)).not.toContain('table 7');
  });
});
