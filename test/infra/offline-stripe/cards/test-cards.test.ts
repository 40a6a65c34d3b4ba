import { TEST_CARDS } from '../../../../infra/offline-stripe/cards/test-cards';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('test cards', () => {
  let sandbox: SandboxFixture;
  let customer: string;
  beforeAll(async () => {
    sandbox = await startFixture();
    customer = (await sandbox.stripe.customers.create()).id;
  });
  afterAll(() => sandbox.close());

  it.each([
    ['tok_visa', 'Visa', 'credit', '4242'],
    ['tok_visa_debit', 'Visa', 'debit', '5556'],
    ['tok_mastercard', 'MasterCard', 'credit', '4444'],
    ['tok_amex', 'American Express', 'credit', '0005'],
    ['tok_chargeCustomerFail', 'Visa', 'credit', '0341'],
    ['tok_threeDSecure2Required', 'Visa', 'credit', '3220'],
    ['tok_createDispute', 'Visa', 'credit', '0259'],
    ['tok_refundFail', 'Visa', 'credit', '5126'],
  ])('%s attaches', async (source, brand, funding, last4) => {
    const card = await sandbox.stripe.customers.createSource(customer, { source });
    expect(card).toMatchObject({ object: 'card', brand, funding, last4 });
  });

  it.each([
    ['pm_card_visa', 'visa', '4242'],
    ['pm_card_mastercard', 'mastercard', '4444'],
    ['pm_card_chargeCustomerFail', 'visa', '0341'],
    ['pm_card_authenticationRequired', 'visa', '3184'],
    ['pm_card_authenticationRequiredOnSetup', 'visa', '3155'],
  ])('%s attaches', async (id, brand, last4) => {
    const method = await sandbox.stripe.paymentMethods.attach(id, { customer });
    expect(method).toMatchObject({ customer, card: { brand, last4 } });
  });

  it.each([
    ['chargeDeclined', 'card_declined', 'generic_decline'],
    ['chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['chargeDeclinedExpiredCard', 'expired_card', ''],
    ['chargeDeclinedProcessingError', 'processing_error', ''],
    ['chargeDeclinedIncorrectCvc', 'incorrect_cvc', ''],
  ])('%s declines, as a source and as a payment method', async (name, code, decline_code) => {
    const { stripe } = sandbox;
    const bySource = await refusal(stripe.customers.createSource(customer, { source: `tok_${name}` }));
    const byMethod = await refusal(stripe.paymentMethods.attach(`pm_card_${name}`, { customer }));
    for (const error of [bySource, byMethod]) {
      expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
      // The SDK reads a missing decline_code as ''.
      expect(error.decline_code).toBe(decline_code);
    }
  });

  it('can all be typed in', async () => {
    for (const { number } of TEST_CARDS) {
      const { card } = await sandbox.stripe.tokens.create({
        card: { number, exp_month: '1', exp_year: '2040' },
      });
      expect(card?.last4).toBe(number.slice(-4));
    }
  });

  it('fail the check of the security code', async () => {
    const card = await sandbox.stripe.customers.createSource(customer, { source: 'tok_cvcCheckFail' });
    expect(card).toMatchObject({ cvc_check: 'fail' });
  });
});
