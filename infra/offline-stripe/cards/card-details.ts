import { cardError } from '../http/api-error';
import { integer, required, string, text } from '../params/kinds';
import type { Read } from '../params/read-fields';
import { fingerprint } from './fingerprint';
import { type TestCard, testCardByNumber } from './test-cards';

/** What is kept of a card: never its number. */
export interface CardDetails {
  brand: TestCard['brand'];
  funding: TestCard['funding'];
  country: string;
  last4: string;
  fingerprint: string;
  exp_month: number;
  exp_year: number;
  cvc_check: string | null;
}

/** A card typed in, as `card[number]=…`. */
export const cardInput = {
  number: required(string),
  exp_month: required(integer()),
  exp_year: required(integer()),
  cvc: string,
};

/** Holder's name and address, as `card[name]`, `card[address_zip]` … */
export const holderFields = {
  name: text,
  address_city: text,
  address_country: text,
  address_line1: text,
  address_line2: text,
  address_state: text,
  address_zip: text,
};

/**
 * Checks a typed card as Stripe does when it makes a token of it; whether it declines shows only later.
 * @param now epoch seconds, for the expiry.
 * @throws {ApiError} 402 for a number, expiry or security code that cannot be, or a card that is no test card.
 */
export function readCard(input: Read<typeof cardInput>, now: number): CardDetails {
  const number = input.number.replaceAll(/[ -]/g, '');
  const card = testCardByNumber(number);
  if (card === undefined) throw notATestCard(number);
  const year = input.exp_year < 100 ? 2000 + input.exp_year : input.exp_year;
  const today = new Date(now * 1_000);
  if (input.exp_month < 1 || input.exp_month > 12) {
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", {
      param: 'exp_month',
    });
  }
  if (year < today.getUTCFullYear() || year > today.getUTCFullYear() + 50) {
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", { param: 'exp_year' });
  }
  if (year === today.getUTCFullYear() && input.exp_month <= today.getUTCMonth()) {
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", {
      param: 'exp_month',
    });
  }
  if (input.cvc !== undefined && !/^\d{3,4}$/.test(input.cvc)) {
    throw cardError('invalid_cvc', "Your card's security code is invalid.", { param: 'cvc' });
  }
  return details(card, input.exp_month, year, input.cvc === undefined ? null : 'unchecked');
}

/** A test card by its magic id: it expires in a year. */
export function magicCard(card: TestCard, now: number): CardDetails {
  const today = new Date(now * 1_000);
  return details(card, today.getUTCMonth() + 1, today.getUTCFullYear() + 1, 'unchecked');
}

function details(card: TestCard, exp_month: number, exp_year: number, cvc_check: string | null): CardDetails {
  const { brand, funding, number } = card;
  const last4 = number.slice(-4);
  return {
    brand,
    funding,
    country: 'US',
    last4,
    fingerprint: fingerprint(number),
    exp_month,
    exp_year,
    cvc_check,
  };
}

function notATestCard(number: string): Error {
  if (!passesLuhn(number)) {
    return cardError('incorrect_number', 'Your card number is incorrect.', { param: 'number' });
  }
  return cardError(
    'card_declined',
    'Your card was declined. Your request was in test mode, but used a non test card.',
    { decline_code: 'test_mode_live_card' },
  );
}

/** The check digit rule of card numbers. */
function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
