import * as v from 'valibot';
import { invalid } from '../dynamo-error';

/** Reads an operation's input. What is not known here is refused by its name: it might change the answer. */
export function readInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'The input';
  throw invalid(
    issue.expected === 'never'
      ? `${where} is not known to DynamoDB in memory`
      : `${where}: ${issue.message} (DynamoDB in memory)`,
  );
}

/** What the members of several operations look like. */
export const attributes = v.record(v.string(), v.unknown());
export const substitutes = {
  ExpressionAttributeNames: v.optional(v.record(v.string(), v.string())),
  ExpressionAttributeValues: v.optional(attributes),
};
/** Nothing is metered here. */
export const unmetered = {
  ReturnConsumedCapacity: v.optional(v.literal('NONE')),
  ReturnItemCollectionMetrics: v.optional(v.literal('NONE')),
};
export const onConditionCheckFailure = {
  ReturnValuesOnConditionCheckFailure: v.optional(v.picklist(['NONE', 'ALL_OLD'])),
};
