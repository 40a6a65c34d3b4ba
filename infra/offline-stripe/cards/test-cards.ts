/** How the card network answers an attempt to verify or charge a card. */
export interface Decline {
  code: string;
  declineCode?: string;
  message: string;
}

/** What is special about a test card once money is asked of it. */
type Behaviour =
  | { kind: 'succeeds' }
  | { kind: 'declined'; when: 'attached' | 'charged'; decline: Decline }
  | { kind: 'authentication'; when: 'always' | 'unless_set_up' }
  | { kind: 'disputed' }
  | { kind: 'refund_fails' }
  | { kind: 'refund_pends' }
  | { kind: 'cvc_fails' };

/** A card of Stripe's test set: `tok_<name>` and `pm_card_<name>` stand for it. */
export interface TestCard {
  number: string;
  names: readonly string[];
  brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';
  funding: 'credit' | 'debit' | 'prepaid';
  behaviour: Behaviour;
}

const succeeds: Behaviour = { kind: 'succeeds' };

function declined(declineCode: string, message = 'Your card was declined.'): Behaviour {
  return { kind: 'declined', when: 'attached', decline: { code: 'card_declined', declineCode, message } };
}

function fails(code: string, message: string): Behaviour {
  return { kind: 'declined', when: 'attached', decline: { code, message } };
}

function visa(number: string, names: readonly string[], behaviour: Behaviour): TestCard {
  return { number, names, brand: 'visa', funding: 'credit', behaviour };
}

/** Stripe's test cards (https://docs.stripe.com/testing), as far as card payments need them. */
export const TEST_CARDS: readonly TestCard[] = [
  visa('4242424242424242', ['visa'], succeeds),
  { ...visa('4000056655665556', ['visa_debit'], succeeds), funding: 'debit' },
  { ...visa('5555555555554444', ['mastercard'], succeeds), brand: 'mastercard' },
  { ...visa('5200828282828210', ['mastercard_debit'], succeeds), brand: 'mastercard', funding: 'debit' },
  { ...visa('5105105105105100', ['mastercard_prepaid'], succeeds), brand: 'mastercard', funding: 'prepaid' },
  { ...visa('378282246310005', ['amex'], succeeds), brand: 'amex' },
  { ...visa('6011111111111117', ['discover'], succeeds), brand: 'discover' },
  { ...visa('3056930009020004', ['diners'], succeeds), brand: 'diners' },
  { ...visa('3566002020360505', ['jcb'], succeeds), brand: 'jcb' },
  { ...visa('6200000000000005', ['unionpay'], succeeds), brand: 'unionpay' },

  visa('4000000000000002', ['chargeDeclined', 'visa_chargeDeclined'], declined('generic_decline')),
  visa(
    '4000000000009995',
    ['chargeDeclinedInsufficientFunds', 'visa_chargeDeclinedInsufficientFunds'],
    declined('insufficient_funds', 'Your card has insufficient funds.'),
  ),
  visa('4000000000009987', ['chargeDeclinedLostCard', 'visa_chargeDeclinedLostCard'], declined('lost_card')),
  visa(
    '4000000000009979',
    ['chargeDeclinedStolenCard', 'visa_chargeDeclinedStolenCard'],
    declined('stolen_card'),
  ),
  visa('4100000000000019', ['chargeDeclinedFraudulent', 'radarBlock'], declined('fraudulent')),
  visa(
    '4000000000000069',
    ['chargeDeclinedExpiredCard', 'visa_chargeDeclinedExpiredCard'],
    fails('expired_card', 'Your card has expired.'),
  ),
  visa(
    '4000000000000127',
    ['chargeDeclinedIncorrectCvc', 'visa_chargeDeclinedIncorrectCvc'],
    fails('incorrect_cvc', "Your card's security code is incorrect."),
  ),
  visa(
    '4000000000000119',
    ['chargeDeclinedProcessingError', 'visa_chargeDeclinedProcessingError'],
    fails('processing_error', 'An error occurred while processing your card. Try again in a little bit.'),
  ),
  visa('4000000000000341', ['chargeCustomerFail', 'visa_chargeCustomerFail'], {
    kind: 'declined',
    when: 'charged',
    decline: { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' },
  }),

  visa('4000002500003155', ['authenticationRequiredOnSetup'], {
    kind: 'authentication',
    when: 'unless_set_up',
  }),
  visa('4000002760003184', ['authenticationRequired'], { kind: 'authentication', when: 'always' }),
  visa('4000000000003220', ['threeDSecure2Required'], { kind: 'authentication', when: 'always' }),
  visa('4000000000000259', ['createDispute'], { kind: 'disputed' }),
  visa('4000000000005126', ['refundFail'], { kind: 'refund_fails' }),
  visa('4000000000007726', ['pendingRefund'], { kind: 'refund_pends' }),
  visa('4000000000000101', ['cvcCheckFail'], { kind: 'cvc_fails' }),
];

const byNumber = new Map(TEST_CARDS.map((card) => [card.number, card]));
const byName = new Map(TEST_CARDS.flatMap((card) => card.names.map((name) => [name, card] as const)));

export function testCardByNumber(number: string): TestCard | undefined {
  return byNumber.get(number);
}

/** The card that a magic id such as `tok_visa` or `pm_card_visa` stands for. */
export function testCardById(prefix: 'tok_' | 'pm_card_', id: string): TestCard | undefined {
  return id.startsWith(prefix) ? byName.get(id.slice(prefix.length)) : undefined;
}
