import type { OwnPayment } from '../../../lib/restore/ports';
import { strayPayments } from '../../../lib/restore/stray-payments';

const payment = (id: string, chargeId: string, status = 'succeeded'): OwnPayment => ({
  id,
  chargeId,
  amount: 1000,
  currency: 'usd',
  status,
});

async function* listed(...payments: OwnPayment[]): AsyncGenerator<OwnPayment> {
  yield* payments;
}

const records = new Map<string, { stripe_payment_intent_id: string | null }>([
  ['schg_linked', { stripe_payment_intent_id: 'pi_1' }],
  ['schg_due', { stripe_payment_intent_id: null }],
  ['schg_other', { stripe_payment_intent_id: 'pi_9' }],
]);
const find = async (id: string) => records.get(id) ?? null;

describe('strayPayments', () => {
  it('tells payments without a record from those that their record does not know', async () => {
    const gone = payment('pi_2', 'schg_gone');
    const untold = [payment('pi_3', 'schg_due'), payment('pi_4', 'schg_other', 'processing')];
    const known = [payment('pi_1', 'schg_linked'), payment('pi_5', 'schg_other', 'canceled')];
    expect(await strayPayments(listed(...known, gone, ...untold), find)).toEqual({ lost: [gone], untold });
  });
});
