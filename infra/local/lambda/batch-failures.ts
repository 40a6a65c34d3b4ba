import * as v from 'valibot';
import type { Outcome } from './execution-environment';

const responseSchema = v.nullish(
  v.object({
    batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.pipe(v.string(), v.minLength(1)) }))),
  }),
);

/**
 * The identifiers of the records that a function reports as failed. `all` when the whole batch failed: the function
 * did, or its report is malformed or names a record that is not in the batch.
 */
export function batchFailures(
  outcome: Outcome,
  identifiers: string[],
  reports: boolean,
): 'all' | Set<string> {
  if ('error' in outcome) return 'all';
  if (!reports) return new Set();
  const answer: unknown = JSON.parse(outcome.payload);
  // A function without an answer reports nothing.
  if (answer === '') return new Set();
  const result = v.safeParse(responseSchema, answer);
  if (!result.success) return 'all';
  const failed = new Set((result.output?.batchItemFailures ?? []).map((each) => each.itemIdentifier));
  return [...failed].every((each) => identifiers.includes(each)) ? failed : 'all';
}
