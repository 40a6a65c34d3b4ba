import type { Row } from '../api/row';

/** RFC 4180, with the names of the API's fields as its head. */
export function toCsv(names: readonly string[], rows: readonly Row[]): string {
  const lines = [names, ...rows.map((row) => names.map((name) => asText(row[name])))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string'
    ? harmless(value)
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

/** Spreadsheets run what begins like a formula, and payers choose some of these texts. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
