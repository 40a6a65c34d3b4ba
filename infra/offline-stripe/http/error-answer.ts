import type { ErrorBody } from './api-error';

/** The body of a refusal: the error with the links Stripe adds to it. */
export function errorAnswer(error: ErrorBody, requestId: string): { error: object } {
  return {
    error: {
      ...(error.charge === undefined ? {} : { charge: error.charge }),
      ...(error.code === undefined ? {} : { code: error.code }),
      ...(error.decline_code === undefined ? {} : { decline_code: error.decline_code }),
      ...(error.code === undefined ? {} : { doc_url: documentation(error.code) }),
      message: error.message,
      ...(error.param === undefined ? {} : { param: error.param }),
      ...(error.payment_intent === undefined ? {} : { payment_intent: error.payment_intent }),
      ...(error.payment_method === undefined ? {} : { payment_method: error.payment_method }),
      request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      type: error.type,
    },
  };
}

/** Where Stripe explains an error code. */
export function documentation(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
}
