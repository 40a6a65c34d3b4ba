import type { OwnPayment } from './ports';

export interface StrayPayments {
  /**
   * Their charges have no record here: those were made after the backup. Nobody charges them again, for there is
   * nothing to charge, but somebody should know what was paid.
   */
  lost: OwnPayment[];
  /** Their charges have a record that does not know of them, and would be charged a second time. */
  untold: OwnPayment[];
}

/** A payment that can never be paid any more; the record may hold the one that took its place. */
const CANCELED = 'canceled';

/** Of payments that charges of ours made, those that the charges' records do not know. */
export async function strayPayments(
  payments: AsyncIterable<OwnPayment>,
  find: (chargeId: string) => Promise<{ stripe_payment_intent_id: string | null } | null>,
): Promise<StrayPayments> {
  const lost: OwnPayment[] = [];
  const untold: OwnPayment[] = [];
  for await (const payment of payments) {
    const charge = await find(payment.chargeId);
    if (!charge) lost.push(payment);
    else if (charge.stripe_payment_intent_id !== payment.id && payment.status !== CANCELED)
      untold.push(payment);
  }
  return { lost, untold };
}
