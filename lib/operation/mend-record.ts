import type { Step } from '../command/command';
import type { Course } from './course';
import type { Time } from './ports';
import type { OperatedRecord } from './record';
import { refreshRecord } from './refresh-record';

/**
 * Compares a record with Stripe and makes it equal where it differs; writes nothing where it does not. A record with
 * an open operation is left to whoever settles that.
 * @returns `changed` if it differed; under `dryRun` nothing is mended
 * @throws StripeDeniedError, StripeUnavailableError; Error if Stripe does not know the object
 */
export async function mendRecord<R extends OperatedRecord, S>(
  listed: R,
  course: Course<R, S>,
  { dryRun }: { dryRun: boolean },
  time: Time,
): Promise<Step> {
  const record = await course.home.reload(listed);
  const stripeId = record && course.stripeIdOf(record, null);
  if (!record || record.operation || stripeId === null) return 'skipped';
  const stripe = await course.retrieve(stripeId, record);
  if (stripe === null) throw new Error(`Stripe does not know ${stripeId}.`);
  if (!course.looksDifferent(record, course.adopt(record, stripe, time.now()))) return 'skipped';
  if (dryRun) return 'changed';
  const { outcome } = await refreshRecord(record, course, time);
  return outcome === 'refreshed' ? 'changed' : 'skipped';
}
