import { ApiError, invalidRequest } from './api-error';
import type { FormObject } from './decode-form';

/** The answer that a key replays. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Entry {
  readonly path: string;
  readonly params: string;
  readonly since: number;
  answer?: StoredAnswer;
}

const KEPT_SECONDS = 24 * 60 * 60;

/** Remembers the outcome of every keyed POST for 24 hours of the clock. */
export class IdempotencyKeys {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {}

  /**
   * Claims a key. Returns the answer to replay, or undefined when the request is to be run; the caller then
   * ends it with `keep` or `release`.
   * @throws {ApiError} 400 `idempotency_error` for another path or other parameters, 409 while the first runs.
   */
  claim(key: string, path: string, form: FormObject): StoredAnswer | undefined {
    if (key.length > 255) throw invalidRequest('Idempotency keys can have up to 255 characters.');
    const params = canonical(form);
    const entry = this.entries.get(key);
    if (entry === undefined || entry.since + KEPT_SECONDS <= this.now()) {
      this.entries.set(key, { path, params, since: this.now() });
      return undefined;
    }
    if (entry.path !== path)
      throw mismatch(key, `for the same endpoint they were first used for ('${path}' vs '${entry.path}')`);
    if (entry.params !== params) throw mismatch(key, 'with the same parameters they were first used with');
    if (entry.answer === undefined) throw inUse(key);
    return entry.answer;
  }

  keep(key: string, answer: StoredAnswer): void {
    const entry = this.entries.get(key);
    if (entry !== undefined) entry.answer = answer;
  }

  release(key: string): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }
}

/** The same text for the same parameters in any order. */
function canonical(form: FormObject): string {
  return JSON.stringify(form, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function mismatch(key: string, rule: string): ApiError {
  return new ApiError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used ${rule}. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function inUse(key: string): ApiError {
  return new ApiError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again later.`,
  });
}
