import type { Interval, Recurring } from '../objects/price';

const DAY = 86_400;
/** No period is longer: a safe first guess at how many have passed. */
const LONGEST: Readonly<Record<Interval, number>> = {
  day: DAY,
  week: 7 * DAY,
  month: 31 * DAY,
  year: 366 * DAY,
};

/** The first end of a period after a time, counted from the anchor, whose day of the month it keeps. */
export function periodEndAfter(
  anchor: number,
  time: number,
  { interval, interval_count }: Recurring,
): number {
  const guess = Math.floor((time - anchor) / (LONGEST[interval] * interval_count));
  for (let periods = Math.max(1, guess); ; periods += 1) {
    const end = addIntervals(anchor, interval, periods * interval_count);
    if (end > time) return end;
  }
}

/** Adds months by the calendar: the 31st becomes the last day of a shorter month. */
export function addIntervals(time: number, interval: Interval, count: number): number {
  if (interval === 'day' || interval === 'week') return time + count * LONGEST[interval];
  const from = new Date(time * 1_000);
  const month = from.getUTCMonth() + count * (interval === 'year' ? 12 : 1);
  const last = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), last);
  const midnight = Date.UTC(from.getUTCFullYear(), month, day) / 1_000;
  return midnight + (time % DAY);
}
