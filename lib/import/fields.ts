import * as v from 'valibot';
import { toUtc } from './to-utc';

/**
 * A JSONField. `dumpdata` writes it as text that holds JSON, because the field is a text column; newer fields come
 * as JSON itself. Blank is an empty object.
 */
const Json = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): unknown => {
    if (typeof value !== 'string') return value;
    if (value.trim() === '') return {};
    try {
      return JSON.parse(value);
    } catch {
      addIssue({ message: 'is not JSON' });
      return NEVER;
    }
  }),
);
const Record = v.record(v.string(), v.unknown());

export const JsonObject = v.pipe(Json, Record);

/** What was kept of somebody else's answer: of no consequence, so whatever it is not, it is empty. */
export const LooseObject = v.fallback(JsonObject, {});

export const JsonList = v.fallback(v.pipe(Json, v.array(v.unknown())), []);

/** Metadata as Stripe keeps it: texts. */
export const Metadata = v.pipe(
  JsonObject,
  v.transform((metadata): globalThis.Record<string, string> => {
    const known = Object.entries(metadata).filter(([, value]) => value !== null);
    return Object.fromEntries(known.map(([name, value]) => [name, textOf(value)]));
  }),
);

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text that may be missing, blank or null: then it is empty. */
export const Text = v.nullish(v.string(), '');
/** A text where blank means that there is none. */
export const TextOrNull = v.pipe(
  Text,
  v.transform((text) => (text === '' ? null : text)),
);
export const Flag = v.nullish(v.boolean(), false);
export const Count = v.pipe(v.number(), v.integer('is not a whole number'), v.minValue(0, 'is negative'));
export const CountOrNull = v.nullish(Count, null);

/** A DecimalField: text, or a number where it was dumped as one. */
export const Decimal = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^-?\d+(\.\d+)?$/, 'is not a decimal number'),
);

/** The key of a foreign row: a number, or the parts of a natural key, joined by dots. */
export const ForeignKey = v.pipe(
  v.union([v.string(), v.number(), v.array(v.union([v.string(), v.number()]))]),
  v.transform((key) => (Array.isArray(key) ? key.join('.') : String(key))),
);

/**
 * A DateTimeField, as ISO 8601 in UTC. Django without USE_TZ dumps local times, which say nothing without
 * the time zone they are of.
 */
export function timeIn(timeZone: string | null) {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }): string => {
      const time = toUtc(value, timeZone);
      if (time !== null) return time;
      const needsZone = timeZone === null && toUtc(value, 'UTC') !== null;
      addIssue({ message: needsZone ? 'has no time zone (say --time-zone)' : 'is not a time' });
      return NEVER;
    }),
  );
}
