import type { FormObject, FormValue } from '../http/decode-form';

/** A request to the API and what became of it. */
export interface RequestLogEntry {
  /** When it came, in epoch milliseconds. */
  at: number;
  method: string;
  path: string;
  /** As sent, secrets masked. */
  params: FormObject;
  idempotency_key: string | null;
  /** Null when the connection was dropped. */
  status: number | null;
  /** Whether the answer was an earlier one's, by its idempotency key. */
  replayed: boolean;
}

const KEPT = 10_000;
const SENSITIVE = new Set(['number', 'cvc', 'account_number', 'client_secret']);

/** The requests since the start, in the order in which they were answered. */
export class RequestLog {
  readonly entries: RequestLogEntry[] = [];

  constructor(private readonly tell: (entry: RequestLogEntry) => void) {}

  add(entry: RequestLogEntry): void {
    const masked = { ...entry, params: maskObject(entry.params) };
    this.entries.push(masked);
    if (this.entries.length > KEPT) this.entries.shift();
    this.tell(masked);
  }

  clear(): void {
    this.entries.length = 0;
  }
}

function maskObject(params: FormObject): FormObject {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, SENSITIVE.has(name) ? '****' : mask(value)]),
  );
}

function mask(value: FormValue): FormValue {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(mask) : maskObject(value);
}
