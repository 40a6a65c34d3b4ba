/**
 * The currencies that Stripe takes payments in, lower case, and how it counts them. Its exponents are not
 * always ISO 4217's. https://docs.stripe.com/currencies
 */
const TWO_DECIMALS =
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny ' +
  'cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl hrk htg huf idr ils inr ' +
  'isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ' +
  'ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sll sos srd std ' +
  'szl thb tjs top try ttd twd tzs uah ugx usd uyu uzs wst xcd xcg yer zar zmw';
const NO_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf';
const THREE_DECIMALS = 'bhd jod kwd omr tnd';

/** Counted in hundredths, but whole units are the smallest there are. */
const WHOLE_UNITS_ONLY = new Set(['isk', 'ugx']);

const EXPONENTS = new Map<string, number>([
  ...TWO_DECIMALS.split(' ').map((currency) => [currency, 2] as const),
  ...NO_DECIMALS.split(' ').map((currency) => [currency, 0] as const),
  ...THREE_DECIMALS.split(' ').map((currency) => [currency, 3] as const),
]);

export function isCurrency(currency: string): boolean {
  return EXPONENTS.has(currency);
}

/** How many decimals an amount of major units has. Currencies that nobody knows count as usual ones. */
export function exponentOf(currency: string): number {
  return EXPONENTS.get(currency) ?? 2;
}

/** The smallest step between two amounts in minor units. */
export function stepOf(currency: string): number {
  if (WHOLE_UNITS_ONLY.has(currency)) return 100;
  // Of three decimals the last is always 0.
  return exponentOf(currency) === 3 ? 10 : 1;
}
