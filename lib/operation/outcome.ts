/** What came back from Stripe: an HTTP answer, or nothing (`status: null`: the connection was lost). */
export interface StripeAnswer {
  status: number | null;
  /** The object answered; of a refusal Stripe's error object, which may hold the object that was refused. */
  body: unknown;
  error: StripeFailure | null;
}

/** Stripe's error object, without anything that may hold personal data. */
export interface StripeFailure {
  type: string;
  code: string | null;
  decline_code: string | null;
  /** Stripe's own text; for card errors it is meant to be shown to the payer. */
  message: string;
}

export type Outcome =
  | { type: 'done'; body: unknown }
  /** Stripe refused this request for good: the attempt has ended, nothing was made. */
  | { type: 'failed'; error: StripeFailure; body: unknown }
  /** Stripe refuses us (wrong or restricted key): nothing was made, and nothing else will work either. */
  | { type: 'denied'; error: StripeFailure }
  /** Not decided: the same key may be sent again. */
  | { type: 'again'; error: StripeFailure }
  /** Stripe broke while working on it: only looking at Stripe can tell. */
  | { type: 'unknown'; error: StripeFailure };

/**
 * Judges by HTTP status, not by error type: a wrong API key also says `invalid_request_error`.
 * https://docs.stripe.com/error-low-level, https://docs.stripe.com/api/idempotent_requests
 */
export function outcomeOf(answer: StripeAnswer): Outcome {
  const { status, body } = answer;
  const error = answer.error ?? { type: 'api_error', code: null, decline_code: null, message: 'No answer.' };
  if (status === null || status === 409 || status === 429) return { type: 'again', error };
  if (status >= 200 && status < 300) return { type: 'done', body };
  if (status === 401 || status === 403) return { type: 'denied', error };
  if (error.code === 'rate_limit' || error.type === 'rate_limit_error') return { type: 'again', error };
  if (error.type === 'idempotency_error') return { type: 'unknown', error };
  if (status >= 400 && status < 500) return { type: 'failed', error, body };
  return { type: 'unknown', error };
}
