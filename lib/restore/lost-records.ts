import type { OwnPayment } from './ports';

/**
 * Payments that charges of ours made and that no record here knows: their records were made after the backup. Nobody
 * charges them again, for there is nothing to charge, but somebody should know what was paid.
 */
export async function* lostRecords(
  payments: AsyncIterable<OwnPayment>,
  isKnown: (chargeId: string) => Promise<boolean>,
): AsyncGenerator<OwnPayment> {
  for await (const payment of payments) {
    if (!(await isKnown(payment.chargeId))) yield payment;
  }
}
