import * as v from 'valibot';
import type { Resources } from '../template/resources';

const mappingSchema = v.strictObject({
  FunctionName: v.string(),
  EventSourceArn: v.string(),
  Enabled: v.optional(v.boolean(), true),
  BatchSize: v.optional(v.number()),
  MaximumBatchingWindowInSeconds: v.optional(v.number(), 0),
  FunctionResponseTypes: v.optional(v.array(v.literal('ReportBatchItemFailures')), []),
  BisectBatchOnFunctionError: v.optional(v.boolean(), false),
  MaximumRecordAgeInSeconds: v.optional(v.number(), -1),
  MaximumRetryAttempts: v.optional(v.number(), -1),
  ParallelizationFactor: v.optional(v.number(), 1),
  StartingPosition: v.optional(v.picklist(['TRIM_HORIZON', 'LATEST'])),
  DestinationConfig: v.optional(
    v.strictObject({ OnFailure: v.optional(v.strictObject({ Destination: v.string() })) }),
  ),
  FilterCriteria: v.optional(v.strictObject({ Filters: v.array(v.strictObject({ Pattern: v.string() })) })),
  ScalingConfig: v.optional(v.strictObject({ MaximumConcurrency: v.optional(v.number()) })),
  MetricsConfig: v.optional(v.unknown()),
  Tags: v.optional(v.unknown()),
});

export type Mapping = v.InferOutput<typeof mappingSchema> & { id: string };

/** The event source mappings of the template that are enabled. */
export function readMappings(resources: Resources): Mapping[] {
  return resources
    .claim('AWS::Lambda::EventSourceMapping', mappingSchema)
    .map(({ ref, properties }) => ({ ...properties, id: ref }))
    .filter((mapping) => mapping.Enabled);
}
