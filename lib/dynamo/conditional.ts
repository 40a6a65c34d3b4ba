import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';

/**
 * Runs a conditional write: true if it took place, false if its condition did not hold, or a transaction was just
 * changing the same record.
 */
export async function conditional(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException) {
      return false;
    }
    if (error instanceof TransactionCanceledException && wasOvertaken(error)) return false;
    throw error;
  }
}

const OVERTAKEN = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict']);

function wasOvertaken({ CancellationReasons: reasons = [] }: TransactionCanceledException): boolean {
  return reasons.length > 0 && reasons.every(({ Code = 'None' }) => OVERTAKEN.has(Code));
}
