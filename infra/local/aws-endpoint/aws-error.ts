/** An error that an AWS service answers: `code` as the service names it, `status` of the HTTP response. */
export class AwsError extends Error {
  override name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Fails a call to an operation that has no local counterpart, with its name. */
export function unsupported(operation: string): AwsError {
  return new AwsError('UnknownOperationException', `${operation} has no local counterpart`, 400);
}
