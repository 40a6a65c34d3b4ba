/** What stands under `error` in a refusal. `type` is Stripe's; the rest is present where Stripe sends it. */
export interface ErrorBody {
  type: string;
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  /** The charge that was made and failed, by its id. */
  charge?: string;
  payment_intent?: object;
  payment_method?: object;
  /** Of a `rate_limit`, which limit it was. It stands in a header. */
  rate_limited_reason?: string;
}

/** The header that tells which limit was too high; a lock that took too long is a 429 too, and has none. */
export function rateLimitedHeader(error: ErrorBody): Record<string, string> {
  const { code, rate_limited_reason: reason } = error;
  return code === 'rate_limit' && reason !== undefined ? { 'stripe-rate-limited-reason': reason } : {};
}

/** A refusal with its HTTP status, answered as `{"error": …}`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly error: ErrorBody,
  ) {
    super(error.message);
    this.name = 'ApiError';
  }
}

/** A refusal that leaves something behind, such as a declined payment: its changes stay and are announced. */
export class LastingRefusal extends ApiError {}

/** 400: the request is wrong; `code` and `param` where Stripe names them. */
export function invalidRequest(message: string, details: { code?: string; param?: string } = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...details });
}

/** An id that Stripe does not know: 404 in the path, 400 in a parameter. */
export function resourceMissing(what: string, id: string, param = 'id'): ApiError {
  return new ApiError(param === 'id' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  });
}

/** 402: the card network, or the check of what was typed in, said no. */
export function cardError(
  code: string,
  message: string,
  details: { decline_code?: string; param?: string } = {},
): ApiError {
  return new ApiError(402, { type: 'card_error', code, message, ...details });
}
