/** OK: nothing to do. LOOK: when somebody has time. BAD: now. */
export type LineState = 'OK' | 'LOOK' | 'BAD';

/** One thing that was looked at. */
export interface StatusLine {
  name: string;
  state: LineState;
  /** What was seen, in words. */
  text: string;
  /** What to do about it; null where there is nothing to do. */
  hint: string | null;
}

/** What was read, or why it could not be. */
export type Reading<T> = { value: T } | { error: string };

export const ok = (name: string, text: string): StatusLine => ({ name, state: 'OK', text, hint: null });
export const look = (name: string, text: string, hint: string): StatusLine => ({
  name,
  state: 'LOOK',
  text,
  hint,
});
export const bad = (name: string, text: string, hint: string): StatusLine => ({
  name,
  state: 'BAD',
  text,
  hint,
});

/** Judges by how long something has stood (ms); younger than `look`, it is as it should be. */
export function byAge(
  name: string,
  age: number,
  limits: { look: number; bad: number },
  text: string,
  hint: string,
): StatusLine {
  if (age >= limits.bad) return bad(name, text, hint);
  return age >= limits.look ? look(name, text, hint) : ok(name, text);
}

/** Judges what was read; what could not be read is bad, since nobody knows how it stands. */
export function judged<T>(name: string, reading: Reading<T>, judge: (value: T) => StatusLine): StatusLine {
  if ('value' in reading) return judge(reading.value);
  return bad(
    name,
    `not known: ${reading.error}`,
    'docs/operations.md says what status must be allowed to read',
  );
}
