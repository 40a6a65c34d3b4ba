import type { Item } from './data/attribute-value';

/** Why one item of a transaction did not take place; `None` for the others. */
export interface CancellationReason {
  Code: string;
  Message?: string;
  Item?: Item;
}

interface Details {
  Item?: Item;
  CancellationReasons?: CancellationReason[];
}

/** An error as DynamoDB answers it: `code` is its type, `details` are the members beside the message. */
export class DynamoError extends Error {
  override name = 'DynamoError';
  readonly code: string;
  readonly details: Details;

  constructor(code: string, message: string, details: Details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export const invalid = (message: string): DynamoError => new DynamoError('ValidationException', message);

export const conditionFailed = (found?: Item): DynamoError =>
  new DynamoError(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    found && { Item: found },
  );
