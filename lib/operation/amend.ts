import type { Course } from './course';
import type { Operation } from './operation';
import { type OperatedRecord, written } from './record';

const TRIES = 8;

/**
 * Writes a change of a record for as long as it is still in the same attempt, whatever else is written
 * meanwhile. `change` gives null for a record of which nothing is to be left, and the same record to leave it be.
 * @returns the record as it is then, null if it is gone
 */
export async function amend<R extends OperatedRecord, S>(
  record: R,
  operation: Operation,
  course: Course<R, S>,
  now: number,
  change: (current: R) => R | null,
): Promise<R | null> {
  let current: R | null = record;
  for (let i = 0; i < TRIES && current?.operation?.attempt === operation.attempt; i += 1) {
    const changed = change(current);
    if (changed === current) return current;
    if (changed === null) {
      if (await course.home.remove(current)) return null;
    } else {
      const next = written(changed, current, now);
      if (await course.home.save(next, current, course.signals(current, next))) return next;
    }
    current = await course.home.reload(current);
  }
  return current;
}
