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
  /**
   * Takes a payment (`ch_…`) for a charge of ours, if no other has it.
   * @returns the id of the charge that has it then
   */
  claimPayment(stripeChargeId: string, chargeId: string): Promise<string>;
}

/** Stripe's clock and the other system's may differ. */
const SLACK_MS = 10 * 60_000;

/**
 * Lets an imported charge go, once Stripe was asked whether it was paid there already: the system it comes from may
 * have charged it between the export and now. A payment that is found is taken over; without one the charge is as
 * due as any other.
 * @throws Error that says the cure if it is not certain which payment is this one; the charge stays held
 */
export async function releaseHeld(id: string, options: RunOptions, ports: ReleasePorts): Promise<Step> {
  const charge = await ports.charges.find(id);
  if (!charge?.is_held) return 'skipped';
  const found = onlyOne(await paymentsLike(charge, ports), charge);
  if (options.dryRun) return 'changed';
  const payment = found && (await isToBeIts(found, charge, ports)) ? found : null;
  const next = payment ? await paid(charge, payment.intent_id ?? payment.charge_id, ports) : charge;
  const released = written({ ...next, is_held: false }, charge, ports.time.now());
  return (await ports.charges.save(released, charge, chargeSignals(charge, released)))
    ? 'changed'
    : 'skipped';
}

/** @throws Error that says the cure if there are several */
function onlyOne(payments: PaidAtStripe[], { id }: Charge): PaidAtStripe | null {
  const [found = null, ...others] = payments;
  if (others.length === 0) return found;
  const ids = payments.map(({ charge_id }) => charge_id).join(', ');
  throw new Error(
    `Several payments at Stripe could be this one: ${ids}. Set the metadata aa_stripe_id=${id} on the right one, ` +
      `or aa_stripe_id=none on each that is not.`,
  );
}

/** Charges that look the same may be released at the same time; a payment becomes one of them only. */
async function isToBeIts({ charge_id }: PaidAtStripe, { id }: Charge, ports: ReleasePorts): Promise<boolean> {
  const holder = await ports.claimPayment(charge_id, id);
  if (holder === id) return true;
  const other = await ports.charges.find(holder);
  if (other?.stripe_charge_id === charge_id) return false;
  throw new Error(`${charge_id} is being taken over by ${holder}. Run this again.`);
}

async function paid(charge: Charge, stripeId: string, ports: ReleasePorts): Promise<Charge> {
  const payment = await ports.payments.retrieve(stripeId);
  if (!payment) throw new Error(`Stripe does not know ${stripeId} any more.`);
  return adoptPayment(charge, payment, ports.time.now());
}

async function paymentsLike(charge: Charge, ports: ReleasePorts): Promise<PaidAtStripe[]> {
  const alike: PaidAtStripe[] = [];
  for (const customer of await payersOf(charge, ports)) {
    for await (const payment of ports.paidBy(customer, Date.parse(charge.created) - SLACK_MS)) {
      const isNamed = payment.metadata['aa_stripe_id'] === charge.id;
      if (!isNamed && !isAlike(charge, payment)) continue;
      const isTaken = await isAnothers(payment, charge, ports);
      if (isNamed && isTaken)
        throw new Error(`${payment.charge_id} names this charge, but is another one's already.`);
      if (isNamed) return [payment];
      if (!isTaken) alike.push(payment);
    }
  }
  return alike;
}

/** All that the owner pays with, and whom the other system had last charged. */
async function payersOf(charge: Charge, ports: ReleasePorts): Promise<Set<string>> {
  const payers = new Set(await ports.stripeCustomersOf(charge.owner));
  return charge.stripe_customer_id === null ? payers : payers.add(charge.stripe_customer_id);
}

/** aa-stripe names the object that is paid for in the metadata, and tells payments without one by nothing else. */
function isAlike(charge: Charge, { amount, currency, description, metadata }: PaidAtStripe): boolean {
  if (amount !== charge.amount || currency !== charge.currency) return false;
  if (metadata['aa_stripe_id'] !== undefined) return false;
  if (description.trim() !== charge.description.trim()) return false;
  return isOfSameSource(charge, metadata);
}

const NUMBER = /^\d+$/;

/** Where the type was exported by its name, and Stripe has its number, the id decides alone. */
function isOfSameSource(charge: Charge, metadata: Record<string, string>): boolean {
  const id = metadata['object_id'] ?? NO_OBJECT;
  if (id !== (charge.source_id ?? NO_OBJECT)) return false;
  const type = metadata['content_type_id'];
  const isComparable = type !== undefined && NUMBER.test(charge.source_type ?? '');
  return !isComparable || type === charge.source_type;
}

/** What Python calls nothing. */
const NO_OBJECT = 'None';

/** Another record is this payment's already. */
async function isAnothers(
  { charge_id }: PaidAtStripe,
  { id }: Charge,
  { charges }: ReleasePorts,
): Promise<boolean> {
  const holder = await charges.findByStripeId(charge_id);
  return holder !== null && holder.id !== id;
}
