import * as v from 'valibot';

const redrivePolicy = v.strictObject({
  deadLetterTargetArn: v.string(),
  maxReceiveCount: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
});

/** Encryption has no effect on what a program sees; it is accepted and not run. FIFO queues are refused. */
export const queueSchema = v.strictObject({
  QueueName: v.optional(v.string()),
  DelaySeconds: v.optional(v.number(), 0),
  MaximumMessageSize: v.optional(v.number(), 1024 * 1024),
  MessageRetentionPeriod: v.optional(v.number(), 345_600),
  ReceiveMessageWaitTimeSeconds: v.optional(v.number(), 0),
  VisibilityTimeout: v.optional(v.number(), 30),
  RedrivePolicy: v.optional(redrivePolicy),
  RedriveAllowPolicy: v.optional(v.unknown()),
  KmsDataKeyReusePeriodSeconds: v.optional(v.number()),
  KmsMasterKeyId: v.optional(v.string()),
  SqsManagedSseEnabled: v.optional(v.boolean()),
  Tags: v.optional(v.unknown()),
});

export type QueueProperties = v.InferOutput<typeof queueSchema>;
