import { freshRecord, type OperatedRecord } from '../operation/record';

/** A tax rate at Stripe, made once for a percentage and used by every subscription that has it. */
export interface TaxRate extends OperatedRecord {
  /** `stxr_…`, derived from percentage and livemode, so that there is one of each. */
  id: string;
  /** Above 0, up to 100, up to four decimals. */
  percentage: number;
  /** `txr_…`. */
  stripe_tax_rate_id: string | null;
  stripe_response: Record<string, unknown> | null;
}

export function taxRateIdFor(percentage: number, livemode: boolean): string {
  return `stxr_${livemode ? 'live' : 'test'}_${percentage}`;
}

export function newTaxRate(percentage: number, livemode: boolean, now: number): TaxRate {
  return {
    id: taxRateIdFor(percentage, livemode),
    percentage,
    stripe_tax_rate_id: null,
    ...freshRecord(livemode, now),
  };
}
