import { driveOperation } from '../operation/drive-operation';
import { beginOperation } from '../operation/operation';
import type { TaxRatePorts } from './ports';
import { createTaxRateRequest } from './stripe-tax-rate';
import { newTaxRate, type TaxRate, taxRateIdFor } from './tax-rate';
import { taxRateCourse, withStripeTaxRate } from './tax-rate-course';

export type EnsuredTaxRate =
  | { outcome: 'ready'; stripeTaxRateId: string }
  /** Somebody else makes it at the moment. */
  | { outcome: 'under-way' }
  /** Stripe's displayable message. */
  | { outcome: 'refused'; message: string }
  /** Nobody knows yet; `recover-operations` finds out. */
  | { outcome: 'unknown' };

/** One that another request makes is waited for, then the caller is asked to. */
const WAITS_MS = [200, 400, 800, 1_600];

/**
 * The tax rate of a percentage: the one that was used before, else one that is at Stripe already, else a new
 * one. Of requests at the same time one makes it, because its record is put conditionally.
 * @throws StripeDeniedError, StripeUnavailableError: nothing was made
 */
export async function ensureTaxRate(
  percentage: number,
  livemode: boolean,
  ports: TaxRatePorts,
): Promise<EnsuredTaxRate> {
  const id = taxRateIdFor(percentage, livemode);
  const known = await ports.taxRates.find(id);
  if (known) return settled(known, ports);
  const now = ports.time.now();
  const fresh = newTaxRate(percentage, livemode, now);
  const alike = await ports.stripeTaxRates.findAlike(percentage);
  const rate = alike ? withStripeTaxRate(fresh, alike) : begun(fresh, now);
  if (!(await ports.taxRates.insert(rate))) return settled(rate, ports);
  if (alike) return { outcome: 'ready', stripeTaxRateId: alike.id };

  const driven = await driveOperation(rate, taxRateCourse(ports), ports, false);
  const made = driven.record?.stripe_tax_rate_id;
  if (made) return { outcome: 'ready', stripeTaxRateId: made };
  return driven.outcome === 'refused'
    ? { outcome: 'refused', message: driven.failure.message }
    : { outcome: 'unknown' };
}

function begun(rate: TaxRate, now: number): TaxRate {
  const request = createTaxRateRequest(rate);
  const operation = beginOperation(
    { kind: 'create_tax_rate', recordId: rate.id, request: () => request, input: {} },
    now,
  );
  return { ...rate, operation };
}

/** What comes of a rate whose record is another request's. */
async function settled(rate: TaxRate, ports: TaxRatePorts): Promise<EnsuredTaxRate> {
  let current: TaxRate | null = rate;
  for (const wait of [0, ...WAITS_MS]) {
    await ports.time.sleep(wait);
    current = await ports.taxRates.reload(rate);
    if (current?.stripe_tax_rate_id) return { outcome: 'ready', stripeTaxRateId: current.stripe_tax_rate_id };
    if (!current || current.operation?.status === 'unknown') break;
  }
  return { outcome: 'under-way' };
}
