import type { FieldErrors } from '../api/api-error';
import type { Row } from '../api/row';
import type { Tone } from '../parts/tone';

export type Values = Readonly<Record<string, string>>;

export interface FormField {
  name: string;
  label: string;
  as: 'text' | 'long' | 'decimal' | 'whole' | 'day' | 'moment' | 'choice' | 'check';
  options?: readonly (readonly [value: string, label: string])[];
  initial?: string;
  hint?: string;
  isRequired?: boolean;
  /** Shown only while this holds. */
  when?(values: Values): boolean;
}

export interface Wish {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: Row;
}

export interface Outcome {
  tone: Tone;
  text: string;
  /** A page to go on to. */
  next?: { to: string; label: string };
}

/** Something an operator can do: asked for by a button, confirmed in a dialog that says what will happen. */
export interface Action {
  label: string;
  title(row: Row): string;
  explain(row: Row): string;
  isDangerous?: boolean;
  /** Whether it makes sense for the record as it is. */
  isOffered(row: Row): boolean;
  fields?(row: Row): readonly FormField[];
  /** The button that does it, in so many words. */
  confirm(row: Row, values: Values): string;
  /** While it is under way. */
  busy: string;
  /** What to send, or what is wrong with the fields already. */
  wish(row: Row, values: Values): Wish | { errors: FieldErrors };
  outcome(answer: Row, values: Values): Outcome;
}
