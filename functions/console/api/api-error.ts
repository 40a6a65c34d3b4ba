import { isRow, type Row, rowOf, textOf } from './row';

export type FieldErrors = Record<string, string[]>;

/** An answer of the API that is a refusal or a failure, in words that can be shown. */
export class ApiError extends Error {
  constructor(
    /** 0 if there was no answer at all. */
    readonly status: number,
    message: string,
    /** What is wrong with single fields of what was sent. */
    readonly fields: FieldErrors = {},
    /** What was sent back; with 402 and 502 that is the record. */
    readonly body: Row = {},
  ) {
    super(message);
  }

  /** Whether the same request may be sent again as it is, under the same idempotency key. */
  get isWorthRepeating(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const BY_STATUS: Record<number, string> = {
  401: 'Your sign-in has ended. Sign in again.',
  403: 'You may not do this: your sign-in lacks the scope aa-stripe/admin.',
  404: 'There is no such record.',
  429: 'Too many requests at once. Wait a moment and try again.',
  503: 'The service cannot be reached now. Try again soon.',
};

export const NO_ANSWER = 'No answer came. Check your connection; it is safe to try again.';

/** @param body what the API sent, in any of the shapes of docs/http-api.md */
export function errorOf(status: number, body: unknown): ApiError {
  const row = isRow(body) ? body : {};
  const said = textOf(row, 'detail') ?? textOf(row, 'stripe_error');
  if (said !== null) return new ApiError(status, said, {}, row);
  const failure = rowOf(row, 'error');
  const why = failure && textOf(failure, 'message');
  if (why) return new ApiError(status, why, {}, row);
  const fields = status === 400 ? fieldErrorsOf(row) : {};
  if (Object.keys(fields).length > 0) {
    return new ApiError(status, 'Some fields need another look.', fields, row);
  }
  const fallback = textOf(row, 'message') ?? `The API answered ${status}.`;
  return new ApiError(status, BY_STATUS[status] ?? fallback, {}, row);
}

function fieldErrorsOf(row: Row): FieldErrors {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, messages]) =>
      Array.isArray(messages) ? [[name, messages.map(String)]] : [],
    ),
  );
}
