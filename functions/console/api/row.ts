/** A record as the API sends it. Pages read single fields of it, and show what is missing as missing. */
export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field's text; null where it is missing, null, empty or no text. */
export function textOf(row: Row, name: string): string | null {
  const value = row[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(row: Row, name: string): number | null {
  const value = row[name];
  return typeof value === 'number' ? value : null;
}

export function isTrue(row: Row, name: string): boolean {
  return row[name] === true;
}

/** An object inside the record, such as an error. */
export function rowOf(row: Row, name: string): Row | null {
  const value = row[name];
  return isRow(value) ? value : null;
}

export function rowsOf(row: Row, name: string): Row[] {
  const value = row[name];
  return Array.isArray(value) ? value.filter(isRow) : [];
}
