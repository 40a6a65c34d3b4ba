import * as v from 'valibot';
import type { FrozenRequest } from '../operation/operation';
import type { TaxRate } from './tax-rate';

/** A tax rate as Stripe describes it, reduced to what this product relies on. */
export interface StripeTaxRate {
  id: string;
  percentage: number;
  /** Whether it says just what ours say: taxes of no particular place, on top of the price. */
  isPlain: boolean;
  raw: Record<string, unknown>;
}

/** What stands on invoices. */
const DISPLAY_NAME = 'Tax';

const Place = v.nullish(v.string(), null);
const TaxRateObject = v.object({
  object: v.literal('tax_rate'),
  id: v.string(),
  active: v.boolean(),
  display_name: v.nullish(v.string(), null),
  inclusive: v.boolean(),
  percentage: v.number(),
  country: Place,
  state: Place,
  jurisdiction: Place,
});

/**
 * @throws v.ValiError if it is not a tax rate
 * @see https://docs.stripe.com/api/tax_rates/object
 */
export function readStripeTaxRate(raw: unknown): StripeTaxRate {
  const rate = v.parse(TaxRateObject, raw);
  const isAnywhere = rate.country === null && rate.state === null && rate.jurisdiction === null;
  return {
    id: rate.id,
    percentage: rate.percentage,
    isPlain: rate.active && !rate.inclusive && isAnywhere && rate.display_name === DISPLAY_NAME,
    raw: v.parse(v.record(v.string(), v.unknown()), raw),
  };
}

export function createTaxRateRequest({ id, percentage }: TaxRate): FrozenRequest {
  return {
    method: 'POST',
    path: '/v1/tax_rates',
    params: { display_name: DISPLAY_NAME, inclusive: false, percentage, metadata: { aa_stripe_id: id } },
  };
}
