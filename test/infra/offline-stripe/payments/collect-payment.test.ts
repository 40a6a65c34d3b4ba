import { type Account, createAccount } from '../../../../infra/offline-stripe/account';
import { attachable, findPaymentMethod } from '../../../../infra/offline-stripe/cards/attach-payment-method';
import { makeCustomer } from '../../../../infra/offline-stripe/objects/customer';
import { collectPayment } from '../../../../infra/offline-stripe/payments/collect-payment';
import { authenticatePayment, settlePayment } from '../../../../infra/offline-stripe/payments/settle-payment';

describe('collecting a payment', () => {
  let account: Account;
  let events: string[];
  const emit = (type: string) => events.push(type);
  beforeEach(() => {
    account = createAccount(() => 1);
    events = [];
  });

  const payment = (card: string) => {
    const { id: customer } = account.customers.put(makeCustomer('cus_1', 1));
    const method = attachable(account, findPaymentMethod(account, card), customer);
    account.paymentMethods.put(method);
    return { customer, payment_method: method.id, amount: 2_000, currency: 'usd' };
  };

  it('answers a paid intent', () => {
    const intent = collectPayment(
      account,
      { ...payment('pm_card_visa'), description: 'Invoice 1', metadata: { a: '1' } },
      emit,
    );
    expect(intent).toMatchObject({ status: 'succeeded', description: 'Invoice 1', metadata: { a: '1' } });
    expect(intent).toBe(account.payments.intents.get(intent.id));
    expect(events).toContain('payment_intent.succeeded');
  });

  it.each([
    ['pm_card_chargeCustomerFail', 'card_declined'],
    ['pm_card_authenticationRequired', 'authentication_required'],
  ])('answers a decline of %s without throwing', (card, code) => {
    const intent = collectPayment(account, payment(card), emit);
    expect(intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } });
    expect(events).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
  });

  it('tells what becomes of it later', () => {
    const states: string[] = [];
    const followUp = ({ status }: { status: string }) => states.push(status);
    const asked = collectPayment(
      account,
      { ...payment('pm_card_threeDSecure2Required'), on_session: true, followUp },
      emit,
    );
    expect([asked.status, states]).toEqual(['requires_action', []]);
    account.payments.network.processing = 1;
    const open = authenticatePayment(account, asked, 'succeed', emit);
    settlePayment(account, open, 'succeed', emit);
    expect(states).toEqual(['processing', 'succeeded']);
  });
});
