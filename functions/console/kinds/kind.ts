import type { ComponentChildren } from 'preact';
import type { Action } from '../actions/action';
import type { Row } from '../api/row';
import type { Tone } from '../parts/tone';
import type { Kept } from '../shell/router';

export interface Column {
  label: string;
  show(row: Row): ComponentChildren;
  /** For the exported file, where it is not the field `name`. */
  isEnd?: boolean;
}

export interface Filter {
  name: string;
  label: string;
  as: 'text' | 'choice' | 'from' | 'to';
  options?: readonly (readonly [value: string, label: string])[];
  /** May name a person: never put into an address. */
  isPersonal?: boolean;
}

export interface State {
  tone: Tone;
  text: string;
}

export interface LinkedList {
  title: string;
  /** The kind whose list it is. */
  kind: string;
  path: string;
  query: Readonly<Record<string, string>>;
  /** Opens the whole list; null where there is no page of it. */
  more: { to: string; kept?: Kept } | null;
}

/** All that the console knows of one kind of record; the pages are the same for all. */
export interface Kind {
  /** Names the page: `#/charges`. */
  name: string;
  title: string;
  one: string;
  /** The API's list. */
  list: string;
  /** The API's path of one; null where there is no page of one. */
  record: ((id: string) => string) | null;
  idOf(row: Row): string;
  columns: readonly Column[];
  /** Names of fields that an exported file has. */
  exported: readonly string[];
  filters: readonly Filter[];
  /** What an empty list means. */
  empty: string;
  /** The record in big letters: an amount, a name. */
  headline(row: Row): ComponentChildren;
  state(row: Row): State;
  /** What went wrong with it, if anything did. */
  trouble(row: Row): string | null;
  fields(row: Row): readonly { label: string; value: ComponentChildren }[];
  linked(row: Row): readonly LinkedList[];
  /** Its page in the Stripe Dashboard, after `/test`. */
  dashboard(row: Row): string | null;
  /** The field with what Stripe sent. */
  raw: string;
  /** The id that the time line goes by; null where it has none. */
  timeLine(row: Row): string | null;
  actions: readonly Action[];
  /** Above the list: makes a new one. */
  adding: Action | null;
}
