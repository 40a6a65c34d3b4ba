import * as v from 'valibot';

const keySchema = v.array(
  v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) }),
);
const projection = v.strictObject({
  ProjectionType: v.picklist(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: v.optional(v.array(v.string())),
});
const index = v.strictObject({
  IndexName: v.string(),
  KeySchema: keySchema,
  Projection: projection,
  ContributorInsightsSpecification: v.optional(v.unknown()),
});

/** Backups, encryption and insights have no effect on what a program sees; they are accepted and not run. */
export const tableSchema = v.strictObject({
  TableName: v.optional(v.string()),
  BillingMode: v.literal('PAY_PER_REQUEST'),
  KeySchema: keySchema,
  AttributeDefinitions: v.array(
    v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
  ),
  GlobalSecondaryIndexes: v.optional(v.array(index)),
  LocalSecondaryIndexes: v.optional(v.array(index)),
  StreamSpecification: v.optional(
    v.strictObject({
      StreamViewType: v.picklist(['KEYS_ONLY', 'NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE']),
    }),
  ),
  TimeToLiveSpecification: v.optional(v.strictObject({ AttributeName: v.string(), Enabled: v.boolean() })),
  ContributorInsightsSpecification: v.optional(v.unknown()),
  DeletionProtectionEnabled: v.optional(v.boolean()),
  PointInTimeRecoverySpecification: v.optional(v.unknown()),
  SSESpecification: v.optional(v.unknown()),
  Tags: v.optional(v.unknown()),
});

export type TableProperties = v.InferOutput<typeof tableSchema>;
