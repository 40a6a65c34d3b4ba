import type { Metadata } from '../params/metadata';

/** A TaxRate. */
export interface TaxRate {
  id: string;
  object: 'tax_rate';
  active: boolean;
  country: string | null;
  created: number;
  description: string | null;
  display_name: string;
  effective_percentage: null;
  flat_amount: null;
  inclusive: boolean;
  jurisdiction: string | null;
  jurisdiction_level: null;
  livemode: false;
  metadata: Metadata;
  percentage: number;
  rate_type: 'percentage';
  state: string | null;
  tax_type: string | null;
}

type Terms = Pick<TaxRate, 'display_name' | 'inclusive' | 'percentage'>;

export function makeTaxRate(id: string, created: number, terms: Terms): TaxRate {
  return {
    id,
    object: 'tax_rate',
    active: true,
    country: null,
    created,
    description: null,
    effective_percentage: null,
    flat_amount: null,
    jurisdiction: null,
    jurisdiction_level: null,
    livemode: false,
    metadata: {},
    rate_type: 'percentage',
    state: null,
    tax_type: null,
    ...terms,
  };
}
