import { invalidRequest } from '../http/api-error';
import { currency as code } from '../params/currency';
import type { Kind } from '../params/kind';
import { integer } from '../params/kinds';

/** https://docs.stripe.com/currencies; those with three decimals are open to accounts of some countries. */
const CURRENCIES =
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw'.split(
    ' ',
  );
const WITHOUT_DECIMALS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const WITH_THREE_DECIMALS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
/** Sent with two decimals, of which nobody may make use. */
const WHOLE_UNITS_ONLY = new Set(['isk', 'ugx']);
/** The least that can be charged, where Stripe fixes it: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUMS: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1_500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1_000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1_000,
};
const MAXIMUM = 99_999_999;

/** A currency that payments can be made in. */
export const currency: Kind<string> = {
  read(value, param) {
    const asked = code.read(value, param);
    if (CURRENCIES.includes(asked)) return asked;
    const known = CURRENCIES.join(', ');
    throw invalidRequest(`Invalid currency: ${asked}. Stripe currently supports these currencies: ${known}`, {
      param,
    });
  },
};

/** An amount in the currency's smallest unit. */
export const amount = integer({ min: 1 });

/** @throws {ApiError} 400 for an amount that cannot be charged in its currency. */
export function requireChargeable(sent: number, currency: string, param = 'amount'): void {
  const least = MINIMUMS[currency] ?? 1;
  if (sent < least) {
    throw invalidRequest(`Amount must be at least ${showMoney(least, currency)} ${currency}`, {
      code: 'amount_too_small',
      param,
    });
  }
  if (sent > MAXIMUM) {
    throw invalidRequest(`Amount must be no more than ${showMoney(MAXIMUM, currency)}`, {
      code: 'amount_too_large',
      param,
    });
  }
  const step = WITH_THREE_DECIMALS.has(currency) ? 10 : WHOLE_UNITS_ONLY.has(currency) ? 100 : 1;
  if (sent % step !== 0) {
    throw invalidRequest(
      `Invalid amount: an amount in ${currency.toUpperCase()} must be evenly divisible by ${step}.`,
      { param },
    );
  }
}

/** Money as it is shown in messages: `$1,000.00`. */
export function showMoney(amount: number, currency: string): string {
  const decimals = WITHOUT_DECIMALS.has(currency) ? 0 : WITH_THREE_DECIMALS.has(currency) ? 3 : 2;
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount / 10 ** decimals).replaceAll('\u00a0', ' ');
}
