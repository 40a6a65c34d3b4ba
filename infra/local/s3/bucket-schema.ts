import * as v from 'valibot';

/** Lifecycle, encryption and access blocks have no local effect; versions, events and websites are refused. */
export const bucketSchema = v.strictObject({
  BucketName: v.optional(v.string()),
  BucketEncryption: v.optional(v.unknown()),
  LifecycleConfiguration: v.optional(v.unknown()),
  OwnershipControls: v.optional(v.unknown()),
  PublicAccessBlockConfiguration: v.optional(v.unknown()),
  Tags: v.optional(v.unknown()),
});
