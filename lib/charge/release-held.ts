import type { RunOptions, Step } from '../command/command';
import { written } from '../operation/record';
import { adoptPayment } from './adopt-payment';
import type { Charge } from './charge';
import { chargeSignals } from './charge-signals';
import type { ChargePorts } from './ports';

/** A payment at Stripe that took money, whoever made it. */
export interface PaidAtStripe {
  /** `ch_…`, and its intent if it has one. */
  charge_id: string;
  intent_id: string | null;
  amount: number;
  currency: string;
  description: string;
  metadata: Record<string, string>;
  /** Milliseconds. */
  created: number;
}

export interface ReleasePorts extends Pick<ChargePorts, 'charges' | 'payments' | 'time'> {
  /**
   * Payments of a customer that took money, made since (ms).
   * @throws StripeDeniedError, StripeUnavailableError
   */
  paidBy(stripeCustomerId: string, since: number): AsyncIterable<PaidAtStripe>;
  /** Every customer that the owner has, or had, at Stripe. */
  stripeCustomersOf(owner: string): Promise<string[]>;
}

/** Stripe's clock and the other system's may differ. */
const SLACK_MS = 10 * 60_000;

/**
 * Lets an imported charge go, once Stripe was asked whether it was paid there already: the system it comes from may
 * have charged it between the export and now. A payment that is found is taken over; without one the charge is as
 * due as any other.
 * @throws Error that says the cure if several payments could be this one; the charge stays held
 */
export async function releaseHeld(id: string, options: RunOptions, ports: ReleasePorts): Promise<Step> {
  const charge = await ports.charges.find(id);
  if (!charge?.is_held) return 'skipped';
  const [found, ...others] = await paymentsLike(charge, ports);
  if (others.length > 0) {
    const ids = [found, ...others].map((payment) => payment?.charge_id).join(', ');
    throw new Error(
      `Several payments at Stripe could be this one: ${ids}. Set metadata aa_stripe_id=${id} on the right one.`,
    );
  }
  if (options.dryRun) return 'changed';
  const next = found ? await paid(charge, found.intent_id ?? found.charge_id, ports) : charge;
  const released = written({ ...next, is_held: false }, charge, ports.time.now());
  return (await ports.charges.save(released, charge, chargeSignals(charge, released)))
    ? 'changed'
    : 'skipped';
}

async function paid(charge: Charge, stripeId: string, ports: ReleasePorts): Promise<Charge> {
  const payment = await ports.payments.retrieve(stripeId);
  if (!payment) throw new Error(`Stripe does not know ${stripeId} any more.`);
  return adoptPayment(charge, payment, ports.time.now());
}

async function paymentsLike(charge: Charge, ports: ReleasePorts): Promise<PaidAtStripe[]> {
  const alike: PaidAtStripe[] = [];
  for (const customer of await ports.stripeCustomersOf(charge.owner)) {
    for await (const payment of ports.paidBy(customer, Date.parse(charge.created) - SLACK_MS)) {
      if (payment.metadata['aa_stripe_id'] === charge.id) return [payment];
      if (isAlike(charge, payment) && !(await isTaken(payment, ports))) alike.push(payment);
    }
  }
  return alike;
}

/** aa-stripe names the object that is paid for in the metadata, and tells payments without one by nothing else. */
function isAlike(charge: Charge, { amount, currency, description, metadata }: PaidAtStripe): boolean {
  if (amount !== charge.amount || currency !== charge.currency) return false;
  if (metadata['aa_stripe_id'] !== undefined) return false;
  const object = metadata['object_id'] ?? 'None';
  return object === (charge.source_id ?? 'None') && description === charge.description;
}

/** Another record is this payment's already. */
async function isTaken({ charge_id }: PaidAtStripe, { charges }: ReleasePorts): Promise<boolean> {
  return (await charges.findByStripeId(charge_id)) !== null;
}
