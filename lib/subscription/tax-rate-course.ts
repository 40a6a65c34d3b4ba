import type { Course } from '../operation/course';
import { withOperationEnded } from '../operation/record';
import type { TaxRatePorts } from './ports';
import { readStripeTaxRate, type StripeTaxRate } from './stripe-tax-rate';
import type { TaxRate } from './tax-rate';

/** The course of making a tax rate. An attempt that came to nothing leaves no record. */
export function taxRateCourse(
  ports: Pick<TaxRatePorts, 'taxRates' | 'stripeTaxRates'>,
): Course<TaxRate, StripeTaxRate> {
  const { taxRates, stripeTaxRates } = ports;
  return {
    home: taxRates,
    read: readStripeTaxRate,
    stripeIdOf: (rate, answer) => answer?.id ?? rate.stripe_tax_rate_id,
    retrieve: (stripeId) => stripeTaxRates.retrieve(stripeId),
    // Any that says the same will do, so nothing is lost by not waiting for one that may appear late.
    lookFor: (_, { percentage }) => stripeTaxRates.findAlike(percentage),
    isHarmlessLate: () => true,
    adopt: (rate, stripe) => withOperationEnded(withStripeTaxRate(rate, stripe)),
    refused: () => null,
    restored: () => null,
    abandoned: () => null,
    signals: () => [],
    looksDifferent: () => false,
  };
}

export function withStripeTaxRate(rate: TaxRate, stripe: StripeTaxRate): TaxRate {
  return { ...rate, stripe_tax_rate_id: stripe.id, stripe_response: stripe.raw };
}
