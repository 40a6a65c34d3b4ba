import type { Course } from './course';
import type { Time } from './ports';
import { type OperatedRecord, written } from './record';

const TRIES = 5;

export type Refreshed<R> =
  | { outcome: 'refreshed'; record: R }
  /** Stripe does not know the object at all. */
  | { outcome: 'unknown-at-stripe' }
  /** Others kept writing the record; it is in their hands. */
  | { outcome: 'contended' };

/**
 * Makes the record equal Stripe's state: reads the version, asks Stripe, writes if the version still stands,
 * else again. The version goes up even when nothing changed, so that a slower refresh holding an older answer
 * cannot slip in behind. `stripeId` links a record that has none yet.
 */
export async function refreshRecord<R extends OperatedRecord, S>(
  record: R,
  course: Course<R, S>,
  time: Time,
  stripeId?: string,
): Promise<Refreshed<R>> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const current = await course.home.reload(record);
    const id = (current && course.stripeIdOf(current, null)) ?? stripeId ?? null;
    if (!current || id === null) return { outcome: 'contended' };
    const stripe = await course.retrieve(id, current);
    if (stripe === null) return { outcome: 'unknown-at-stripe' };
    const now = time.now();
    // An operation that ends like this may yet have news of its own, so its key must not silence them.
    const adopted = { ...course.adopt(current, stripe, now), applied_keys: current.applied_keys };
    const next = written(adopted, current, now);
    const settled = course.looksDifferent(current, next) ? next : { ...next, updated: current.updated };
    if (await course.home.save(settled, current, course.signals(current, settled))) {
      return { outcome: 'refreshed', record: settled };
    }
  }
  return { outcome: 'contended' };
}
