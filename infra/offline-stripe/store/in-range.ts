import type { Range } from '../params/kinds';

/** Whether a time lies in a `created` filter; no filter takes all. */
export function inRange(at: number, range: Range | undefined): boolean {
  const { gt, gte, lt, lte } = range ?? {};
  return (
    (gt === undefined || at > gt) &&
    (gte === undefined || at >= gte) &&
    (lt === undefined || at < lt) &&
    (lte === undefined || at <= lte)
  );
}
