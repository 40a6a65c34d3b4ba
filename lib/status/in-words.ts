import type { Backlog } from './readings';

const MINUTE_MS = 60_000;

/** A span as people say it: `40 s`, `12 min`, `5 h`, `3 d`. */
export function spanInWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (ms < 120 * MINUTE_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 48 * 60 * MINUTE_MS) return `${Math.floor(ms / (60 * MINUTE_MS))} h`;
  return `${Math.floor(ms / (24 * 60 * MINUTE_MS))} d`;
}

export function agoInWords(time: string, now: number): string {
  return `${spanInWords(now - Date.parse(time))} ago`;
}

/** `3`, or `1000+` where it was not counted further. */
export function countInWords({ count, isMore }: Pick<Backlog, 'count' | 'isMore'>): string {
  return `${count}${isMore ? '+' : ''}`;
}

/** How long the oldest has been there, in milliseconds; 0 where there is none. */
export function ageOf({ oldest }: Backlog, now: number): number {
  return oldest === null ? 0 : now - Date.parse(oldest);
}
