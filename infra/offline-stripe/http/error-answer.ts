import type { ErrorBody } from './api-error';

/** The body of a refusal: the error with the links Stripe adds to it. */
export function errorAnswer(error: ErrorBody, requestId: string): { error: object } {
  return {
    error: {
      ...(error.code === undefined ? {} : { code: error.code }),
      ...(error.decline_code === undefined ? {} : { decline_code: error.decline_code }),
      ...(error.code === undefined ? {} : { doc_url: documentation(error.code) }),
      message: error.message,
      ...(error.param === undefined ? {} : { param: error.param }),
      request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      type: error.type,
    },
  };
}

function documentation(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
}
