import * as v from 'valibot';
import { isRecord } from '../template/intrinsics';
import type { Resources } from '../template/resources';
import type { ResourcePolicies } from './authorize';

const permissionSchema = v.strictObject({
  Action: v.string(),
  FunctionName: v.string(),
  Principal: v.string(),
  SourceArn: v.optional(v.string()),
  SourceAccount: v.optional(v.string()),
});

/** Collects queue and bucket policies, and Lambda permissions (which are a function's resource policy). */
export function readResourcePolicies(resources: Resources, arnOf: (ref: string) => string): ResourcePolicies {
  const statements = new Map<string, unknown[]>();
  const add = (arn: string, more: unknown[]): void => {
    statements.set(arn, [...(statements.get(arn) ?? []), ...more]);
  };
  const queuePolicy = v.strictObject({ PolicyDocument: v.unknown(), Queues: v.array(v.string()) });
  for (const { properties } of resources.claim('AWS::SQS::QueuePolicy', queuePolicy)) {
    for (const queue of properties.Queues) add(arnOf(queue), statementsOf(properties.PolicyDocument));
  }
  const bucketPolicy = v.strictObject({ PolicyDocument: v.unknown(), Bucket: v.string() });
  for (const { properties } of resources.claim('AWS::S3::BucketPolicy', bucketPolicy)) {
    add(arnOf(properties.Bucket), statementsOf(properties.PolicyDocument));
  }
  for (const { properties } of resources.claim('AWS::Lambda::Permission', permissionSchema)) {
    const arn = arnOf(properties.FunctionName);
    add(arn, [permissionStatement(arn, properties)]);
  }
  return (resource) => {
    const bucket = resource.startsWith('arn:aws:s3:::') ? resource.split('/')[0] : undefined;
    const own = statements.get(bucket ?? resource);
    return own && { Version: '2012-10-17', Statement: own };
  };
}

function statementsOf(document: unknown): unknown[] {
  if (!isRecord(document)) return [];
  return Array.isArray(document.Statement) ? document.Statement : [document.Statement];
}

function permissionStatement(arn: string, permission: v.InferOutput<typeof permissionSchema>) {
  const condition = {
    ...(permission.SourceArn && { ArnLike: { 'aws:SourceArn': permission.SourceArn } }),
    ...(permission.SourceAccount && { StringEquals: { 'aws:SourceAccount': permission.SourceAccount } }),
  };
  return {
    Effect: 'Allow',
    Principal: { Service: permission.Principal },
    Action: permission.Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}
