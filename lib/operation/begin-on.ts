import type { RecordHome } from './course';

const TRIES = 5;

/**
 * Begins an operation with one conditional write. A webhook may write a record at any time: one that moved on
 * meanwhile is read again, and begun as it is then.
 * @param begin the record with the operation begun; null where it does not allow that (any more)
 * @returns the record as it was written, or null if nothing was begun
 */
export async function beginOn<R>(
  record: R,
  home: Pick<RecordHome<R>, 'reload' | 'save'>,
  begin: (current: R) => R | null,
): Promise<R | null> {
  let current: R | null = record;
  for (let i = 0; i < TRIES && current !== null; i += 1) {
    const begun = begin(current);
    if (begun === null) return null;
    if (await home.save(begun, current)) return begun;
    current = await home.reload(current);
  }
  return null;
}
