const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;
const HALF_DAY_MS = 12 * 3600_000;

/**
 * A time as Django writes it, as ISO 8601 in UTC; one without an offset is of `timeZone` (an IANA name). Of a time
 * that a clock showed twice the earlier is meant: whoever looks for what came after it must miss nothing.
 * @returns null if it is no time, or has no offset and the zone is not known
 */
export function toUtc(text: string, timeZone: string | null): string | null {
  const parts = TIME.exec(text);
  if (!parts) return null;
  const [, day = '', clock = '00:00', offset] = parts;
  const shown = Date.parse(`${day}T${clock}${offset ?? 'Z'}`);
  if (Number.isNaN(shown)) return null;
  if (offset !== undefined) return new Date(shown).toISOString();
  if (timeZone === null) return null;
  const candidates = [shown - HALF_DAY_MS, shown + HALF_DAY_MS].map((at) => shown - offsetAt(at, timeZone));
  const valid = candidates.filter((at) => at + offsetAt(at, timeZone) === shown);
  return new Date(Math.min(...(valid.length > 0 ? valid : candidates))).toISOString();
}

/** Milliseconds that clocks of the zone are ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  const seconds = at - (((at % 1000) + 1000) % 1000);
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const part = new Map(format.formatToParts(seconds).map(({ type, value }) => [type, value]));
  const day = `${part.get('year')?.padStart(4, '0')}-${part.get('month')}-${part.get('day')}`;
  return Date.parse(`${day}T${part.get('hour')}:${part.get('minute')}:${part.get('second')}Z`) - seconds;
}
