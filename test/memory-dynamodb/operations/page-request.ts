import * as v from 'valibot';
import { attributes, substitutes, unmetered } from './read-input';

/** What Query and Scan have in common. */
export const pageMembers = {
  TableName: v.string(),
  IndexName: v.optional(v.string()),
  ConsistentRead: v.optional(v.boolean()),
  ExclusiveStartKey: v.optional(attributes),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  Select: v.optional(
    v.picklist(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT']),
  ),
  FilterExpression: v.optional(v.string()),
  ProjectionExpression: v.optional(v.string()),
  ...substitutes,
  ReturnConsumedCapacity: unmetered.ReturnConsumedCapacity,
};
const PageInput = v.object(pageMembers);
export type PageRequest = v.InferOutput<typeof PageInput>;
