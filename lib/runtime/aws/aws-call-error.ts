/**
 * AWS's refusal of a call. `name` is its code, such as `ConditionalCheckFailedException`; the rest is shaped as the
 * SDK's errors are, so that one rule says which of both may be tried again.
 */
export class AwsCallError extends Error {
  override readonly name: string;
  readonly $metadata: { httpStatusCode: number };

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = code;
    this.$metadata = { httpStatusCode: status };
  }
}
